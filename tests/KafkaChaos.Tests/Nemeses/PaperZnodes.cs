using System.Text;
using KafkaChaos.Tests.Offline.ZooKeeperNetEx;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Znodes that no ensemble keeps, for one session that only reads.</summary>
internal sealed class PaperZnodes : IDisposable
{
    private const int Exists = 3;
    private const int GetData = 4;
    private const int NoNode = -101;

    private readonly FakeServer _server = new();

    /// <summary>Path and content.</summary>
    public Dictionary<string, string> Content { get; } = [];

    public string Connect => _server.ConnectString;

    /// <summary>Answers a session until it ends.</summary>
    public async Task ServeAsync()
    {
        using var session = await _server.AcceptAsync();
        await session.GrantAsync(1, 10_000, new byte[16]);
        while (true)
        {
            var (xid, operation, request) = await session.RequestAsync();
            if (operation is not (Exists or GetData))
            {
                await session.ReplyAsync(xid);
                if (operation < 0)
                {
                    return;
                }
            }
            else if (!Content.TryGetValue(request.ReadString()!, out var text))
            {
                await session.ReplyAsync(xid, error: NoNode);
            }
            else
            {
                await session.ReplyAsync(xid, content: to =>
                {
                    if (operation == GetData)
                    {
                        to.WriteBuffer(Encoding.UTF8.GetBytes(text));
                    }

                    FakeConnection.WriteStat(to, 1);
                });
            }
        }
    }

    public void Dispose() => _server.Dispose();
}
