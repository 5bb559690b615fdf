using System.Buffers.Binary;

namespace org.apache.jute;

/// <summary>A length of four bytes and as many bytes of content: what goes over the connection in both directions.</summary>
internal static class Frame
{
    /// <summary>Longest frame that is taken from a server, as in the Java client (jute.maxbuffer of 3.4).</summary>
    public const int MaxLength = 4096 * 1024;

    /// <summary>The content of the next frame. Throws <see cref="IOException"/> where the stream ends or the length is absurd.</summary>
    public static async Task<JuteReader> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[sizeof(int)];
        if (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken) < header.Length)
        {
            throw new EndOfStreamException("the server closed the connection");
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length is < 0 or > MaxLength)
        {
            throw new IOException($"a frame of {length} bytes was announced, at most {MaxLength} are taken: is this a ZooKeeper client port?");
        }

        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return new JuteReader(content);
    }
}
