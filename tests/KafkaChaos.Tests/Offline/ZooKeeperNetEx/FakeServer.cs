using System.Net;
using System.Net.Sockets;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

/// <summary>A loopback port that speaks as a test tells it to; not a ZooKeeper.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public FakeServer() => listener.Start();

    public string ConnectString => listener.LocalEndpoint.ToString()!;

    /// <summary>The next client's connection, with its request for a session read.</summary>
    public async Task<FakeConnection> AcceptAsync()
    {
        var client = await listener.AcceptTcpClientAsync().WaitAsync(FakeConnection.Patience);
        return await FakeConnection.OpenAsync(client);
    }

    public void Dispose() => listener.Dispose();
}
