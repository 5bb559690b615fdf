using System.Globalization;
using System.Text;

namespace KafkaChaos.Histories;

/// <summary>A record's value: its producer and its sequence in producer and partition, padded to the record's size.</summary>
internal static class RecordValue
{
    private const byte Padding = (byte)'.';

    public static byte[] Write(string producer, long sequence, int bytes)
    {
        var value = new byte[bytes];
        Array.Fill(value, Padding);
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{producer} {sequence} "), value);
        return value;
    }

    /// <returns>Null where the value is none that <see cref="Write"/> makes.</returns>
    public static (string Producer, long Sequence)? Read(byte[]? value)
    {
        var parts = Encoding.ASCII.GetString(value ?? []).Split(' ', 3);
        return parts.Length == 3 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? (parts[0], sequence) : null;
    }
}
