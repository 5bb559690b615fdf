using System.Text;

namespace ICSharpCode.SharpZipLib.Tar;

/// <summary>Writes a tar archive into <paramref name="outputStream"/>; reading and seeking are those of that stream.</summary>
/// <param name="outputStream">Where the archive goes.</param>
/// <param name="blockFactor">The archive's length is a multiple of this many blocks of 512 bytes.</param>
/// <param name="nameEncoding">Of the entries' names.</param>
public class TarOutputStream(Stream outputStream, int blockFactor, Encoding nameEncoding) : Stream
{
    private const int DefaultBlockFactor = 20;

    private long _written;
    private long _entrySize;
    private long _entryWritten;
    private bool _finished;

    public TarOutputStream(Stream outputStream, Encoding nameEncoding)
        : this(outputStream, DefaultBlockFactor, nameEncoding)
    {
    }

    public bool IsStreamOwner { get; set; } = true;

    public override bool CanRead => outputStream.CanRead;

    public override bool CanSeek => outputStream.CanSeek;

    public override bool CanWrite => outputStream.CanWrite;

    public override long Length => outputStream.Length;

    public override long Position
    {
        get => outputStream.Position;
        set => outputStream.Position = value;
    }

    public async Task PutNextEntryAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var header = HeaderBlock.Of(entry, nameEncoding);
        await WriteRawAsync(header, cancellationToken).ConfigureAwait(false);
        _entrySize = entry.IsDirectory ? 0 : entry.Size;
        _entryWritten = 0;
    }

    public async Task CloseEntryAsync(CancellationToken cancellationToken)
    {
        if (_entryWritten != _entrySize)
        {
            throw new InvalidOperationException($"The tar entry closes after {_entryWritten} bytes; its header says {_entrySize}.");
        }

        await WriteRawAsync(new byte[HeaderBlock.RoundUp(_entrySize) - _entrySize], cancellationToken).ConfigureAwait(false);
        _entrySize = _entryWritten = 0;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Count(buffer.Length);
        outputStream.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Length);
        return outputStream.WriteAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => outputStream.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => outputStream.ReadAsync(buffer, offset, count, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => outputStream.ReadAsync(buffer, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => outputStream.Seek(offset, origin);

    public override void SetLength(long value) => outputStream.SetLength(value);

    public override void Flush() => outputStream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => outputStream.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_finished)
        {
            _finished = true;
            var end = _written + (2 * HeaderBlock.Size);
            var record = (long)blockFactor * HeaderBlock.Size;
            outputStream.Write(new byte[((end + record - 1) / record * record) - _written]);
            if (IsStreamOwner)
            {
                outputStream.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Count(int length)
    {
        if (_entryWritten + length > _entrySize)
        {
            throw new InvalidOperationException($"The tar entry gets {_entryWritten + length} bytes; its header says {_entrySize}.");
        }

        _entryWritten += length;
        _written += length;
    }

    private async Task WriteRawAsync(byte[] block, CancellationToken cancellationToken)
    {
        await outputStream.WriteAsync(block, cancellationToken).ConfigureAwait(false);
        _written += block.Length;
    }
}
