using NUnit.Framework;
using org.apache.zookeeper;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

public sealed class SessionTests
{
    private static readonly byte[] Password = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    private RecordingWatcher watcher = null!;
    private FakeServer server = null!;
    private ZooKeeper client = null!;

    [SetUp]
    public void Connect()
    {
        watcher = new RecordingWatcher();
        server = new FakeServer();
        client = new ZooKeeper(server.ConnectString, 6000, watcher);
    }

    [TearDown]
    public async Task Close()
    {
        server.Dispose();
        await client.closeAsync();
    }

    [Test]
    public async Task A_new_client_asks_for_a_session_and_takes_what_is_granted()
    {
        using var connection = await server.AcceptAsync();
        await connection.GrantAsync(42, 4000, Password);
        Assert.That(await watcher.NextAsync(), Is.EqualTo("SyncConnected None"));
        Assert.Multiple(() =>
        {
            Assert.That((connection.SessionId, connection.TimeoutMs, connection.LastZxidSeen), Is.EqualTo((0L, 6000, 0L)));
            Assert.That((client.getSessionId(), client.getSessionTimeout(), client.getState()), Is.EqualTo((42L, 4000, ZooKeeper.States.CONNECTED)));
            Assert.That(client.getSessionPasswd(), Is.EqualTo(Password));
        });
    }

    [Test]
    public async Task Answers_go_to_their_requests_and_errors_are_exceptions()
    {
        var read = client.getDataAsync("/a");
        var deleted = client.deleteAsync("/b", 3);
        using var connection = await server.AcceptAsync();
        await connection.GrantAsync(42, 4000, Password);
        var first = await connection.RequestAsync();
        var second = await connection.RequestAsync();
        await connection.ReplyAsync(first.Xid, 5, 0, to =>
        {
            to.WriteBuffer([7]);
            FakeConnection.WriteStat(to, 9);
        });
        await connection.ReplyAsync(second.Xid, 6, -103);
        var data = await read;
        Assert.Multiple(() =>
        {
            Assert.That((first.Operation, first.Content.ReadString()), Is.EqualTo((4, "/a")));
            Assert.That((second.Operation, second.Content.ReadString(), second.Content.ReadInt()), Is.EqualTo((2, "/b", 3)));
            Assert.That(data.Data, Is.EqualTo(new byte[] { 7 }));
            Assert.That(data.Stat.getVersion(), Is.EqualTo(9));
            Assert.That(() => deleted, Throws.TypeOf<KeeperException.BadVersionException>().With.Message.Contains("/b"));
        });
    }

    [Test]
    public async Task A_lost_connection_fails_what_is_outstanding_and_the_session_goes_on_with_its_watches()
    {
        var nodeWatcher = new RecordingWatcher();
        using var first = await server.AcceptAsync();
        await first.GrantAsync(42, 4000, Password);
        var exists = client.existsAsync("/a", nodeWatcher);
        await first.ReplyAsync((await first.RequestAsync()).Xid, 77, -101);
        Assert.That(await exists, Is.Null);
        var outstanding = client.setDataAsync("/a", [1]);
        await first.RequestAsync();
        first.Dispose();
        Assert.That(() => outstanding, Throws.TypeOf<KeeperException.ConnectionLossException>().With.Message.Contains(server.ConnectString));
        Assert.That(client.getState(), Is.EqualTo(ZooKeeper.States.CONNECTING));

        using var second = await server.AcceptAsync();
        Assert.That((second.SessionId, second.LastZxidSeen, second.Password), Is.EqualTo((42L, 77L, Password)));
        await second.GrantAsync(42, 4000, Password);
        var (_, operation, content) = await second.RequestAsync();
        Assert.Multiple(() =>
        {
            Assert.That((operation, content.ReadLong()), Is.EqualTo((101, 77L)));
            Assert.That(content.ReadVector(static from => from.ReadString()), Is.Empty);
            Assert.That(content.ReadVector(static from => from.ReadString()).Single(), Is.EqualTo("/a"));
        });
        await second.NotifyAsync(1, "/a");
        Assert.That(await nodeWatcher.NextAsync(), Is.EqualTo("Disconnected None"));
        Assert.That(await nodeWatcher.NextAsync(), Is.EqualTo("SyncConnected None"));
        Assert.That(await nodeWatcher.NextAsync(), Is.EqualTo("SyncConnected NodeCreated /a"));
    }

    [Test]
    public async Task An_expired_session_is_told_and_fails_every_request()
    {
        using var connection = await server.AcceptAsync();
        var waiting = client.sync("/");
        await connection.GrantAsync(0, 0, Password);
        Assert.That(await watcher.NextAsync(), Is.EqualTo("Expired None"));
        Assert.Multiple(() =>
        {
            Assert.That(() => waiting, Throws.TypeOf<KeeperException.SessionExpiredException>());
            Assert.That(() => client.sync("/"), Throws.TypeOf<KeeperException.SessionExpiredException>());
            Assert.That(client.getState(), Is.EqualTo(ZooKeeper.States.CLOSED));
        });
    }

    [Test]
    public async Task An_idle_client_pings_and_a_silent_server_is_given_up()
    {
        using var connection = await server.AcceptAsync();
        await connection.GrantAsync(42, 900, Password);
        await connection.PingAsync();
        await connection.PingAsync();
        var unanswered = client.sync("/");
        Assert.That(() => unanswered, Throws.TypeOf<KeeperException.ConnectionLossException>().With.Message.Contains("no word from the server for 600 ms"));
    }

    [Test]
    public async Task An_answer_to_another_request_ends_the_connection()
    {
        using var connection = await server.AcceptAsync();
        await connection.GrantAsync(42, 4000, Password);
        var asked = client.sync("/");
        await connection.ReplyAsync((await connection.RequestAsync()).Xid + 1);
        Assert.That(() => asked, Throws.TypeOf<KeeperException.ConnectionLossException>().With.Message.Contains("expected was"));
    }

    [Test]
    public async Task A_session_that_is_closed_is_closed_on_the_server_too()
    {
        using var connection = await server.AcceptAsync();
        await connection.GrantAsync(42, 4000, Password);
        Assert.That(await watcher.NextAsync(), Is.EqualTo("SyncConnected None"));
        var closed = client.closeAsync();
        var (xid, operation, _) = await connection.RequestAsync();
        await connection.ReplyAsync(xid);
        await closed;
        Assert.Multiple(() =>
        {
            Assert.That(operation, Is.EqualTo(-11));
            Assert.That(client.getState(), Is.EqualTo(ZooKeeper.States.CLOSED));
            Assert.That(() => client.sync("/"), Throws.TypeOf<KeeperException.SessionExpiredException>());
        });
    }

    [Test]
    public async Task An_error_that_the_protocol_does_not_know_is_named()
    {
        using var connection = await server.AcceptAsync();
        await connection.GrantAsync(42, 4000, Password);
        var asked = client.sync("/q");
        await connection.ReplyAsync((await connection.RequestAsync()).Xid, 1, -125);
        Assert.That(() => asked, Throws.TypeOf<NotSupportedException>().With.Message.Contains("error -125 for /q").And.Message.Contains("stand-in"));
    }

    [Test]
    public void What_is_not_supported_is_refused() => Assert.Multiple(() =>
    {
        Assert.That(() => client.addAuthInfo("digest", []), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => new ZooKeeper("a", 1, null, canBeReadOnly: true), Throws.TypeOf<NotSupportedException>());
    });
}
