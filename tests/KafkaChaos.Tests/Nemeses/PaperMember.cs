using System.Net;
using System.Net.Sockets;
using System.Text;
using KafkaChaos.Clusters;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>An ensemble member that is none: on an address of its own it says what it is, as often as it is asked.</summary>
internal sealed class PaperMember : IDisposable
{
    private static int _made;

    private readonly TcpListener _listener;
    private readonly Func<string?> _mode;

    /// <param name="mode">What it says that it is; null where it is silent.</param>
    public PaperMember(Func<string?> mode)
    {
        Address = NextAddress();
        _mode = mode;
        _listener = new(IPAddress.Parse(Address), NodeConfiguration.ZooKeeperPort);
        _listener.Start();
        _ = AnswerAllAsync();
    }

    public string Address { get; }

    /// <summary>Every address below 127 is this machine's; the processes of other tests have others.</summary>
    public static string NextAddress() => $"127.{20 + (Environment.ProcessId % 200)}.{Environment.ProcessId / 200 % 250}.{1 + (Interlocked.Increment(ref _made) % 250)}";

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAllAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await client.GetStream().ReadExactlyAsync(new byte[4]);
                if (_mode() is { } mode)
                {
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"Zxid: 0x100000000\nMode: {mode}\n"));
                }
            }
            catch (IOException)
            {
                // One that asked did not wait for the answer.
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
