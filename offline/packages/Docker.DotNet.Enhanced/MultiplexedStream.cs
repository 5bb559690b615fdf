using System.Buffers.Binary;
using System.Text;
using Docker.DotNet.Handler.Abstractions;

namespace Docker.DotNet;

/// <summary>A container's output, and its input where attached. Without a terminal the engine sends frames: one byte for the target, three zeros, four for the length, the bytes.</summary>
public sealed class MultiplexedStream(Stream stream, bool multiplexed) : IDisposable
{
    private const int HeaderLength = 8;

    private readonly byte[] _header = new byte[HeaderLength];
    private TargetStream _target = TargetStream.StandardOut;
    private int _remaining;

    public enum TargetStream : byte
    {
        StandardIn,
        StandardOut,
        StandardError,
    }

    /// <summary>Ends the container's input and leaves its output open.</summary>
    public void CloseWrite()
    {
        if (stream is not WriteClosableStream { CanCloseWrite: true } closable)
        {
            throw new NotSupportedException("This stream is not attached to a container's input.");
        }

        closable.CloseWrite();
    }

    public Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => stream.WriteAsync(buffer, offset, count, cancellationToken);

    public Task CopyFromAsync(Stream input, CancellationToken cancellationToken) => input.CopyToAsync(stream, cancellationToken);

    /// <summary>Reads some bytes of one target. Not thread-safe.</summary>
    /// <exception cref="EndOfStreamException">The connection ended within a frame.</exception>
    public async Task<ReadResult> ReadOutputAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (!multiplexed)
        {
            return new ReadResult(_target, await stream.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false));
        }

        while (_remaining == 0)
        {
            if (!await ReadHeaderAsync(cancellationToken).ConfigureAwait(false))
            {
                return new ReadResult(_target, 0);
            }
        }

        var read = await stream.ReadAsync(buffer.AsMemory(offset, Math.Min(count, _remaining)), cancellationToken).ConfigureAwait(false);
        if (read == 0 && count > 0)
        {
            throw new EndOfStreamException($"The engine closed the stream {_remaining} bytes before the end of a frame of {_target}.");
        }

        _remaining -= read;
        return new ReadResult(_target, read);
    }

    public async Task<(string stdout, string stderr)> ReadOutputToEndAsync(CancellationToken cancellationToken)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        await CopyOutputToAsync(Stream.Null, stdout, stderr, cancellationToken).ConfigureAwait(false);
        return (Encoding.UTF8.GetString(stdout.GetBuffer(), 0, (int)stdout.Length), Encoding.UTF8.GetString(stderr.GetBuffer(), 0, (int)stderr.Length));
    }

    /// <summary>Copies every target to its stream until the output ends.</summary>
    public async Task CopyOutputToAsync(Stream stdin, Stream stdout, Stream stderr, CancellationToken cancellationToken)
    {
        var buffer = new byte[81920];
        while (await ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false) is { EOF: false } read)
        {
            var to = read.Target switch { TargetStream.StandardIn => stdin, TargetStream.StandardOut => stdout, _ => stderr };
            await to.WriteAsync(buffer.AsMemory(0, read.Count), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => stream.Dispose();

    /// <returns>False at the end of the stream.</returns>
    private async Task<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(_header, HeaderLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read is > 0 and < HeaderLength)
        {
            throw new EndOfStreamException($"The engine closed the stream after {read} of the {HeaderLength} bytes of a frame's header.");
        }

        if (read > 0 && _header[0] > (byte)TargetStream.StandardError)
        {
            throw new InvalidDataException($"A frame of the engine is for target {_header[0]}; known are 0, 1 and 2. Is the output that of a terminal?");
        }

        _target = (TargetStream)_header[0];
        _remaining = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4));
        return read > 0;
    }

    public readonly record struct ReadResult(TargetStream Target, int Count)
    {
        public bool EOF => Count == 0;
    }
}
