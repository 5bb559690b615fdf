using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace KafkaChaos.Histories;

/// <summary>A record's value: its producer and its sequence in producer and partition, padded to the record's size.</summary>
internal static class RecordValue
{
    private const byte Padding = (byte)'.';
    private const byte Separator = (byte)' ';

    public static byte[] Write(string producer, long sequence, int bytes)
    {
        var value = GC.AllocateUninitializedArray<byte>(bytes);
        var length = Encoding.ASCII.GetBytes(producer, value);
        value[length++] = Separator;
        if (!Utf8Formatter.TryFormat(sequence, value.AsSpan(length), out var digits) || length + digits == bytes)
        {
            throw new ArgumentException($"a record of {bytes} bytes has no room for {producer} #{sequence}", nameof(bytes));
        }

        length += digits;
        value[length++] = Separator;
        value.AsSpan(length).Fill(Padding);
        return value;
    }

    /// <returns>Null where the value is none that <see cref="Write"/> makes.</returns>
    public static (string Producer, long Sequence)? Read(byte[]? value)
    {
        var parts = Encoding.ASCII.GetString(value ?? []).Split(' ', 3);
        return parts.Length == 3 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? (parts[0], sequence) : null;
    }
}
