using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaChaos.Agents;

/// <summary>A mounted ext4.</summary>
internal sealed partial class FileSystem : IFileSystem
{
    // _IOR('X', 125, __u32) and EXT4_GOING_FLAGS_NOLOGFLUSH of linux/fs/ext4/ext4.h.
    private const uint ShutDownCall = 0x8004587D;
    private const int WithoutFlush = 2;
    private const int OpenDirectory = 0x10000 | 0x80000;
    private const int StatusBytes = 256;
    private const int MajorAt = 136;
    private const int EmptyPath = 0x1000;
    private const int LoopMajor = 7;
    private const int NoSpace = 28;

    private const long LargestPiece = 64L << 20;
    private const long Block = 4096;

    private readonly string _path;
    private readonly SafeFileHandle _root;

    private FileSystem(string path, SafeFileHandle root) => (_path, _root) = (path, root);

    /// <exception cref="InvalidOperationException">As <see cref="IMachine.Reach"/>.</exception>
    public static FileSystem Open(string path, int loop)
    {
        var descriptor = OpenFile(path, OpenDirectory);
        if (descriptor < 0)
        {
            throw LastError.Refusal($"{path} cannot be opened");
        }

        var root = new SafeFileHandle(descriptor, ownsHandle: true);
        var status = new byte[StatusBytes];
        if (Status(root, "", EmptyPath, 0, status) != 0)
        {
            root.Dispose();
            throw LastError.Refusal($"{path} cannot be looked at (statx)");
        }

        var (major, minor) = (BitConverter.ToUInt32(status, MajorAt), BitConverter.ToUInt32(status, MajorAt + 4));
        if (major != LoopMajor || minor != loop)
        {
            root.Dispose();
            throw new InvalidOperationException($"{path} is on the device {major}:{minor}, expected the node's disk, {LoopMajor}:{loop}");
        }

        return new(path, root);
    }

    public void ShutDown()
    {
        if (Control(_root, ShutDownCall, [WithoutFlush]) != 0)
        {
            throw LastError.Refusal("the file system was not shut down (EXT4_IOC_SHUTDOWN)");
        }
    }

    public long Fill(string file)
    {
        using var ballast = new FileStream(Path.Combine(_path, file), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var taken = 0L;
        for (var piece = LargestPiece; piece >= Block;)
        {
            if (Take(ballast.SafeFileHandle, taken, piece))
            {
                taken += piece;
            }
            else
            {
                piece /= 2;
            }
        }

        return taken;
    }

    public void Remove(string file) => File.Delete(Path.Combine(_path, file));

    public void Flush(string file)
    {
        var path = Path.Combine(_path, file);
        if (File.Exists(path))
        {
            using var there = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            Flush(there, path);
        }

        Flush(_root, _path);
    }

    public long Room => new DriveInfo(_path).AvailableFreeSpace;

    private static void Flush(SafeFileHandle handle, string path)
    {
        if (Synchronize(handle) != 0)
        {
            throw LastError.Refusal($"{path} was not written to its disk (fsync)");
        }
    }

    // Takes room for a part of a file without writing it; false where there is not so much.
    private static bool Take(SafeFileHandle file, long from, long bytes) =>
        Allocate(file, 0, from, bytes) == 0 || (Marshal.GetLastPInvokeError() == NoSpace ? false : throw LastError.Refusal("the file system does not take room (fallocate)"));

    public void Dispose() => _root.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(SafeFileHandle folder, string path, int flags, uint mask, byte[] status);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, int[] argument);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long from, long bytes);
}
