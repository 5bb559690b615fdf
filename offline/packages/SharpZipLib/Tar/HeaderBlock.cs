using System.Text;
using KafkaChaos.Offline;

namespace ICSharpCode.SharpZipLib.Tar;

/// <summary>The 512 bytes in front of an entry, in GNU's form: numbers in octal digits, long names in an entry of their own.</summary>
internal static class HeaderBlock
{
    public const int Size = 512;

    private const int NameLength = 100;
    private const byte LongName = (byte)'L';

    /// <summary>The blocks to write for an entry: one, or for a name over 100 bytes those of the name and then one.</summary>
    public static byte[] Of(TarEntry entry, Encoding encoding)
    {
        var header = entry.TarHeader;
        var name = encoding.GetBytes(header.Name);
        var own = One(name.AsSpan(0, Math.Min(name.Length, NameLength)), header, (byte)(entry.IsDirectory ? '5' : '0'), header.Size);
        if (name.Length <= NameLength)
        {
            return own;
        }

        var nameBlocks = new byte[RoundUp(name.Length + 1)];
        name.CopyTo(nameBlocks, 0);
        return [.. One("././@LongLink"u8, new TarHeader(), LongName, name.Length + 1), .. nameBlocks, .. own];
    }

    public static int RoundUp(long size) => checked((int)((size + Size - 1) / Size * Size));

    private static byte[] One(ReadOnlySpan<byte> name, TarHeader header, byte type, long size)
    {
        var block = new byte[Size];
        name.CopyTo(block);
        Octal(block.AsSpan(100, 8), header.Mode, "mode");
        Octal(block.AsSpan(108, 8), header.UserId, "user id");
        Octal(block.AsSpan(116, 8), header.GroupId, "group id");
        Octal(block.AsSpan(124, 12), size, "size");
        Octal(block.AsSpan(136, 12), Seconds(header.ModTime), "time of modification");
        block.AsSpan(148, 8).Fill((byte)' ');
        block[156] = type;
        "ustar  "u8.CopyTo(block.AsSpan(257));

        // The sum counts its own field as spaces; it is written as six digits, a zero and a space.
        Octal(block.AsSpan(148, 7), block.Sum(b => (long)b), "checksum");
        return block;
    }

    private static void Octal(Span<byte> field, long value, string what)
    {
        var digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        if (value < 0 || digits.Length > field.Length - 1)
        {
            throw Refusal.Of($"A tar entry with the {what} {value}, which does not fit {field.Length - 1} octal digits", "SharpZipLib");
        }

        Encoding.ASCII.GetBytes(digits, field);
        field[^1] = 0;
    }

    private static long Seconds(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
        return new DateTimeOffset(utc).ToUnixTimeSeconds();
    }
}
