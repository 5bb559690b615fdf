using System.Text;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Probing;
using KafkaChaos.Tests.Offline.ZooKeeperNetEx;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

public sealed class QuorumProbeTests
{
    private const int Create = 1;
    private const int GetData = 4;
    private const int NodeExists = -110;

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("kafkachaos-probe-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task ALostConnectionIsTriedAgainWhenWhatIsLeftIsRead()
    {
        var history = await WithAServerThatHangsUpAsync((probe, across) => probe.ReadAsync(across, FakeConnection.Patience, CancellationToken.None));
        Assert.That(history.Of<QuorumRead>().Select(read => (read.Sequence, read.Version)), Is.EqualTo(new[] { ((long?)41, (int?)42) }));
    }

    [Test]
    public async Task AZnodeThatWasMadeByARequestWithoutAnAnswerIsNotMadeAgain() =>
        await WithAServerThatHangsUpAsync((probe, across) => probe.PrepareAsync(across, FakeConnection.Patience, CancellationToken.None));

    [Test]
    public async Task WhatNobodyTellsIsNotRecorded()
    {
        await using var recorder = new Recorder(Path.Combine(_folder, "history.jsonl"));
        await using var across = new ZooKeeperSession("127.0.0.1:1", TimeSpan.FromSeconds(10));
        Assert.That(() => new QuorumProbe(across, null, TimeSpan.FromSeconds(1), recorder).ReadAsync(across, TimeSpan.FromMilliseconds(200), CancellationToken.None), Throws.TypeOf<WaitException>());
        Assert.That((await recorder.CompleteAsync()).Events, Is.Empty);
    }

    /// <summary>The first connection ends without an answer to its first request; the next one's are answered.</summary>
    private async Task<History> WithAServerThatHangsUpAsync(Func<QuorumProbe, ZooKeeperSession, Task> act)
    {
        using var server = new FakeServer();
        await using var recorder = new Recorder(Path.Combine(_folder, "history.jsonl"));
        var session = new ZooKeeperSession(server.ConnectString, TimeSpan.FromSeconds(10));
        var acting = act(new QuorumProbe(session, null, TimeSpan.FromSeconds(1), recorder), session);
        using (var first = await server.AcceptAsync())
        {
            await first.GrantAsync(1, 10_000, new byte[16]);
            await first.RequestAsync();
        }

        using var second = await server.AcceptAsync();
        await second.GrantAsync(1, 10_000, new byte[16]);
        var serving = ServeAsync(second);
        await acting;
        await session.DisposeAsync();
        await serving;
        return await recorder.CompleteAsync();
    }

    private static async Task ServeAsync(FakeConnection connection)
    {
        for (var operation = 0; operation >= 0;)
        {
            (var xid, operation, _) = await connection.RequestAsync();
            await connection.ReplyAsync(xid, error: operation == Create ? NodeExists : 0, content: to =>
            {
                if (operation == GetData)
                {
                    to.WriteBuffer(Encoding.ASCII.GetBytes("41"));
                    FakeConnection.WriteStat(to, 42);
                }
            });
        }
    }
}
