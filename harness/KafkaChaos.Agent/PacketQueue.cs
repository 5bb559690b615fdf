using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KafkaChaos.Agents;

/// <summary>Delays the packets that a rule sends into a queue of the kernel (NFQUEUE), in one network namespace: what netem does, on kernels without it.</summary>
/// <remarks>The rule stands in the INPUT chain of the receiver: in the sender's OUTPUT chain TCP small queues would throttle the flow.</remarks>
internal sealed partial class PacketQueue : IPacketQueue
{
    private const int NewNetwork = 0x40000000;
    private const int Netlink = 16;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int Netfilter = 12;
    private const int SocketLevel = 1;
    private const int ForcedReceiveBuffer = 33;
    private const int NetlinkLevel = 270;
    private const int NoBufferErrors = 5;
    private const int DoNotWait = 0x40;
    private const int TryAgain = 11;
    private const int Interrupted = 4;
    private const short Readable = 1;
    private const uint Most = 1 << 20;
    private const int BufferBytes = 1 << 20;

    // How long the end may wait for the thread to see it.
    private static readonly long LongestSleep = 20_000_000;

    private readonly ushort _number;
    private readonly PacketSchedule _schedule;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ended;
    private volatile string? _failure;
    private int _socket = -1;

    private PacketQueue(int process, ushort number, PacketSchedule schedule)
    {
        (_number, _schedule) = (number, schedule);
        // A thread of its own: it stays in that namespace to its end.
        _thread = new Thread(() => Run(process)) { IsBackground = true, Priority = ThreadPriority.Highest };
    }

    public string? Failure => _failure;

    public long Missed => _schedule.Missed;

    /// <exception cref="InvalidOperationException">As <see cref="IMachine.Delay"/>.</exception>
    public static PacketQueue Open(int process, ushort number, TimeSpan delay, TimeSpan jitter, int seed)
    {
        var queue = new PacketQueue(process, number, new((long)delay.TotalNanoseconds, (long)jitter.TotalNanoseconds, new Random(seed)));
        queue._thread.Start();
        queue._open.Task.GetAwaiter().GetResult();
        return queue;
    }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
    }

    private void Run(int process)
    {
        try
        {
            Enter(process);
            _socket = Checked(Socket(Netlink, Raw | CloseOnExec, Netfilter), "no netlink socket of the packet filter");
            _ = SetOption(_socket, SocketLevel, ForcedReceiveBuffer, 16 << 20, sizeof(int));
            _ = SetOption(_socket, NetlinkLevel, NoBufferErrors, 1, sizeof(int));
            Tell(QueueMessages.Bind(_number), "bound");
            Tell(QueueMessages.Configure(_number, Most), "configured");
            _open.SetResult();
        }
        catch (InvalidOperationException refused)
        {
            Close();
            _open.SetException(refused);
            return;
        }

        try
        {
            Delay();
        }
        catch (InvalidOperationException broken)
        {
            _failure = broken.Message;
        }

        Close();
    }

    private void Delay()
    {
        var buffer = new byte[BufferBytes];
        while (!_ended)
        {
            Sleep(_schedule.Next is { } next ? Math.Min(LongestSleep, next - Now()) : LongestSleep);
            Receive(buffer);
            if (_schedule.Take(Now()) is { } last)
            {
                Accept(last);
            }
        }

        Receive(buffer);
        if (_schedule.Take(long.MaxValue) is { } rest)
        {
            Accept(rest);
        }
    }

    private void Receive(byte[] buffer)
    {
        while (Receive(_socket, buffer, (nuint)buffer.Length, DoNotWait) is var read)
        {
            if (read <= 0)
            {
                if (read < 0 && Marshal.GetLastPInvokeError() is not (TryAgain or Interrupted))
                {
                    throw LastError.Refusal("the packet queue cannot be read");
                }

                return;
            }

            var now = Now();
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, (int)read);
            while (QueueMessages.TryRead(ref rest, out var id, out _))
            {
                if (id is { } packet)
                {
                    _schedule.Add(packet, now);
                }
            }
        }
    }

    private void Accept(uint last)
    {
        Span<byte> message = stackalloc byte[QueueMessages.AcceptBytes];
        QueueMessages.WriteAccept(message, _number, last);
        if (Send(_socket, message, (nuint)message.Length, 0) < 0)
        {
            throw LastError.Refusal("the packet queue takes no verdict");
        }
    }

    // Sends a request and waits for the kernel's answer to it.
    private void Tell(byte[] message, string done)
    {
        if (Send(_socket, message, (nuint)message.Length, 0) < 0)
        {
            throw LastError.Refusal($"queue {_number} was not {done}");
        }

        var buffer = new byte[4096];
        var read = Receive(_socket, buffer, (nuint)buffer.Length, 0);
        var rest = (ReadOnlySpan<byte>)buffer.AsSpan(0, (int)Math.Max(0, read));
        while (QueueMessages.TryRead(ref rest, out _, out var error))
        {
            if (error is > 0)
            {
                throw new InvalidOperationException($"queue {_number} was not {done}: {Marshal.GetPInvokeErrorMessage(error.Value)}; it needs the kernel module nfnetlink_queue and the capability NET_ADMIN, and no other program on it");
            }
        }
    }

    private void Sleep(long nanoseconds)
    {
        var polled = new Polled { Descriptor = _socket, Events = Readable };
        var time = new Time { Nanoseconds = Math.Max(0, nanoseconds) };
        _ = Poll(ref polled, 1, ref time, 0);
    }

    private void Close()
    {
        if (_socket >= 0)
        {
            _ = Close(_socket);
        }
    }

    private static void Enter(int process)
    {
        var path = $"/proc/{process}/ns/net";
        var space = Checked(OpenFile(path, CloseOnExec), $"{path} cannot be opened");
        try
        {
            Checked(EnterNamespace(space, NewNetwork), $"{path} cannot be entered");
        }
        finally
        {
            _ = Close(space);
        }
    }

    private static long Now() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private static int Checked(int result, string what) => result >= 0 ? result : throw LastError.Refusal(what);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int EnterNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int name, in int value, int bytes);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, ReadOnlySpan<byte> message, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte[] buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int Poll(ref Polled descriptors, nuint count, ref Time time, nint mask);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Events;
        public short Seen;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
