using System.Net.Sockets;
using org.apache.jute;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

/// <summary>The server's end of one connection: reads the client's frames and answers what a test says.</summary>
internal sealed class FakeConnection : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpClient client;

    private FakeConnection(TcpClient client, long lastZxidSeen, int timeoutMs, long sessionId, byte[] password)
    {
        this.client = client;
        LastZxidSeen = lastZxidSeen;
        TimeoutMs = timeoutMs;
        SessionId = sessionId;
        Password = password;
    }

    public long LastZxidSeen { get; }

    public int TimeoutMs { get; }

    public long SessionId { get; }

    public byte[] Password { get; }

    public static async Task<FakeConnection> OpenAsync(TcpClient client)
    {
        var request = await ReadAsync(client);
        request.ReadInt();
        return new FakeConnection(client, request.ReadLong(), request.ReadInt(), request.ReadLong(), request.ReadBuffer()!);
    }

    /// <summary>Grants a session; a timeout of 0 says that it has expired.</summary>
    public Task GrantAsync(long sessionId, int timeoutMs, byte[] password)
    {
        var writer = new JuteWriter();
        writer.WriteInt(0);
        writer.WriteInt(timeoutMs);
        writer.WriteLong(sessionId);
        writer.WriteBuffer(password);
        writer.WriteBool(false);
        return WriteAsync(writer);
    }

    /// <summary>The next request that is not a ping: its number, its operation and what follows.</summary>
    public async Task<(int Xid, int Operation, JuteReader Content)> RequestAsync()
    {
        while (true)
        {
            var content = await ReadAsync(client);
            var (xid, operation) = (content.ReadInt(), content.ReadInt());
            if (xid != -2)
            {
                return (xid, operation, content);
            }
        }
    }

    /// <summary>Waits for a ping and answers it.</summary>
    public async Task PingAsync()
    {
        var content = await ReadAsync(client);
        if (content.ReadInt() != -2 || content.ReadInt() != 11)
        {
            throw new InvalidDataException("A ping was expected.");
        }

        await ReplyAsync(-2);
    }

    public Task ReplyAsync(int xid, long zxid = 0, int error = 0, Action<JuteWriter>? content = null)
    {
        var writer = new JuteWriter();
        writer.WriteInt(xid);
        writer.WriteLong(zxid);
        writer.WriteInt(error);
        content?.Invoke(writer);
        return WriteAsync(writer);
    }

    public Task NotifyAsync(int type, string path) => ReplyAsync(-1, -1, 0, to =>
    {
        to.WriteInt(type);
        to.WriteInt(3);
        to.WriteString(path);
    });

    /// <summary>A znode's Stat in which every number is the version.</summary>
    public static void WriteStat(JuteWriter to, int version)
    {
        for (var field = 0; field < 4; field++)
        {
            to.WriteLong(version);
        }

        to.WriteInt(version);
        to.WriteInt(version);
        to.WriteInt(version);
        to.WriteLong(version);
        to.WriteInt(version);
        to.WriteInt(version);
        to.WriteLong(version);
    }

    public void Dispose() => client.Dispose();

    private static async Task<JuteReader> ReadAsync(TcpClient client) =>
        await Frame.ReadAsync(client.GetStream(), CancellationToken.None).WaitAsync(Patience);

    private Task WriteAsync(JuteWriter writer) => client.GetStream().WriteAsync(writer.ToFrame()).AsTask();
}
