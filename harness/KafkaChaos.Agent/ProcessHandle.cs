using System.Runtime.InteropServices;

namespace KafkaChaos.Agents;

/// <summary>A process by its descriptor (pidfd_open(2), Linux 5.3).</summary>
internal sealed partial class ProcessHandle : IProcessHandle
{
    private const int OpenCall = 434;
    private const int SignalCall = 424;
    private const int Kill = 9;
    private const short Readable = 1;

    private readonly int _descriptor;

    private ProcessHandle(int process, int descriptor) => (Process, _descriptor) = (process, descriptor);

    public int Process { get; }

    /// <summary>Null where it is gone.</summary>
    public static ProcessHandle? Open(int process) => SystemCall(OpenCall, process, 0, 0, 0) is var descriptor and >= 0 ? new(process, (int)descriptor) : null;

    public void SendKill()
    {
        // It fails only where the process is dead already, which the wait finds.
        _ = SystemCall(SignalCall, _descriptor, Kill, 0, 0);
    }

    /// <summary>Waits until one of them is dead.</summary>
    /// <returns>Those that are; empty where none was in time.</returns>
    public static IReadOnlyList<ProcessHandle> AnyDead(IReadOnlyList<ProcessHandle> processes, TimeSpan most)
    {
        var polled = processes.Select(one => new Polled { Descriptor = one._descriptor, Events = Readable }).ToArray();
        return Poll(polled, (nuint)polled.Length, (int)most.TotalMilliseconds) > 0
            ? [.. processes.Where((_, place) => polled[place].Seen != 0)]
            : [];
    }

    public void Dispose() => _ = Close(_descriptor);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll([In, Out] Polled[] descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Events;
        public short Seen;
    }
}
