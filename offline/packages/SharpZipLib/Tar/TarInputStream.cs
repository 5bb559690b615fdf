using System.Formats.Tar;
using System.Text;
using KafkaChaos.Offline;

namespace ICSharpCode.SharpZipLib.Tar;

/// <summary>Reads a tar archive entry by entry. A read fills its buffer as long as the current entry has bytes: Testcontainers reads a file in one call.</summary>
public class TarInputStream : Stream
{
    private readonly Stream _inputStream;
    private readonly TarReader _reader;
    private Stream _entry = Null;

    public TarInputStream(Stream inputStream, Encoding nameEncoding)
    {
        if (nameEncoding is not UTF8Encoding)
        {
            throw Refusal.Of($"Tar names in {nameEncoding?.WebName}", "SharpZipLib");
        }

        _inputStream = inputStream;
        _reader = new TarReader(inputStream, leaveOpen: true);
    }

    public bool IsStreamOwner { get; set; } = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _entry.Length;

    public override long Position
    {
        get => _entry.Position;
        set => throw new NotSupportedException("A tar archive is read forwards.");
    }

    public async Task<TarEntry?> GetNextEntryAsync(CancellationToken cancellationToken)
    {
        var entry = await _reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        _entry = entry?.DataStream ?? Null;
        return entry is null ? null : new TarEntry(new TarHeader
        {
            Name = entry.Name,
            Mode = (int)entry.Mode,
            UserId = entry.Uid,
            GroupId = entry.Gid,
            Size = entry.Length,
            ModTime = entry.ModificationTime.UtcDateTime,
            IsDirectory = entry.EntryType == TarEntryType.Directory,
        });
    }

    public override int Read(byte[] buffer, int offset, int count) => _entry.ReadAtLeast(buffer.AsSpan(offset, count), count, throwOnEndOfStream: false);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => _entry.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A tar archive is read forwards.");

    public override void SetLength(long value) => throw new NotSupportedException("A tar archive that is read cannot be changed.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A tar archive that is read cannot be written.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
            if (IsStreamOwner)
            {
                _inputStream.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
