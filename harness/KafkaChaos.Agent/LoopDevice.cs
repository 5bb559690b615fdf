using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaChaos.Agents;

/// <summary>A loop device (loop(4)) with LO_FLAGS_AUTOCLEAR: the kernel detaches it at its last close.</summary>
internal sealed partial class LoopDevice : ILoopDevice
{
    private const uint GetFree = 0x4C82;
    private const uint SetFile = 0x4C00;
    private const uint SetStatus = 0x4C04;
    private const uint ClearFile = 0x4C01;
    private const int FlagsAt = 52;
    private const int StatusBytes = 232;
    private const byte AutoClear = 4;
    private const string ControlPath = "/dev/loop-control";
    private const int CharacterDevice = 0x2000;
    private const int BlockDevice = 0x6000;
    private const int OwnerReadsAndWrites = 0x180;
    private const int MiscellaneousMajor = 10;
    private const int ControlMinor = 237;
    private const int LoopMajor = 7;

    // Another run may take the free device in between.
    private const int Tries = 64;

    private readonly SafeFileHandle _device;

    private LoopDevice(int number, SafeFileHandle device) => (Number, _device) = (number, device);

    public int Number { get; }

    public string Path => PathOf(Number);

    /// <exception cref="InvalidOperationException">The kernel has no free device, or refused the file.</exception>
    public static LoopDevice Attach(string file)
    {
        using var backing = Open(file, FileAccess.ReadWrite);
        Node(ControlPath, CharacterDevice, MiscellaneousMajor, ControlMinor);
        using var control = Open(ControlPath, FileAccess.ReadWrite);
        for (var attempt = 0; ; attempt++)
        {
            var number = Control(control, GetFree, 0);
            if (number < 0)
            {
                throw LastError.Refusal("no free loop device (LOOP_CTL_GET_FREE)");
            }

            var path = PathOf(number);
            Node(path, BlockDevice, LoopMajor, number);
            var device = Open(path, FileAccess.ReadWrite);
            if (Control(device, SetFile, backing.DangerousGetHandle()) == 0)
            {
                return new LoopDevice(number, Cleared(device, path));
            }

            var refused = LastError.Refusal($"{path} does not take {file} (LOOP_SET_FD)");
            device.Dispose();
            if (attempt == Tries)
            {
                throw refused;
            }
        }
    }

    public void Dispose() => _device.Dispose();

    private static SafeFileHandle Cleared(SafeFileHandle device, string path)
    {
        var status = new byte[StatusBytes];
        status[FlagsAt] = AutoClear;
        if (Control(device, SetStatus, status) != 0)
        {
            var refused = LastError.Refusal($"{path} does not take the flag AUTOCLEAR");
            _ = Control(device, ClearFile, 0);
            device.Dispose();
            throw refused;
        }

        return device;
    }

    // A container's /dev does not show what the machine's does.
    private static void Node(string path, int kind, int major, int minor)
    {
        var device = (ulong)((minor & 0xFF) | (major << 8) | ((minor & ~0xFF) << 12));
        if (!File.Exists(path) && MakeNode(path, (uint)(kind | OwnerReadsAndWrites), device) != 0 && !File.Exists(path))
        {
            throw LastError.Refusal($"cannot make {path}");
        }
    }

    private static string PathOf(int number) => $"/dev/loop{number}";

    private static SafeFileHandle Open(string path, FileAccess access)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{path} cannot be opened: {refused.Message}", refused);
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNode(string path, uint mode, ulong device);
}
