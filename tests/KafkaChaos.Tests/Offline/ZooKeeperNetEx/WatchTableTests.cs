using NUnit.Framework;
using org.apache.zookeeper;
using org.apache.zookeeper.proto;
using org.apache.zookeeper.session;
using static org.apache.zookeeper.Watcher.Event;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

public sealed class WatchTableTests
{
    private readonly RecordingWatcher session = new();
    private readonly RecordingWatcher watcher = new();

    [TestCase(nameof(WatchKind.Data), EventType.NodeDataChanged, true)]
    [TestCase(nameof(WatchKind.Data), EventType.NodeDeleted, true)]
    [TestCase(nameof(WatchKind.Data), EventType.NodeChildrenChanged, false)]
    [TestCase(nameof(WatchKind.Exist), EventType.NodeCreated, true)]
    [TestCase(nameof(WatchKind.Children), EventType.NodeChildrenChanged, true)]
    [TestCase(nameof(WatchKind.Children), EventType.NodeDeleted, true)]
    [TestCase(nameof(WatchKind.Children), EventType.NodeDataChanged, false)]
    public void A_watch_fires_on_what_it_waits_for(string kind, EventType type, bool fires)
    {
        var table = new WatchTable(session);
        table.Add(Enum.Parse<WatchKind>(kind), "/a", watcher);
        Assert.Multiple(() =>
        {
            Assert.That(table.Take(new Notification(type, "/b")), Is.Empty);
            Assert.That(table.Take(new Notification(type, "/a")), fires ? Is.EqualTo(new[] { watcher }) : Is.Empty);
        });
    }

    [Test]
    public void A_watch_fires_once_and_a_watcher_of_two_kinds_is_told_once()
    {
        var table = new WatchTable(session);
        table.Add(WatchKind.Data, "/a", watcher);
        table.Add(WatchKind.Data, "/a", watcher);
        table.Add(WatchKind.Children, "/a", watcher);
        var deleted = new Notification(EventType.NodeDeleted, "/a");
        Assert.Multiple(() =>
        {
            Assert.That(table.Take(deleted), Is.EqualTo(new[] { watcher }));
            Assert.That(table.Take(deleted), Is.Empty);
        });
    }

    [Test]
    public void A_change_of_the_session_concerns_everybody_and_uses_no_watch_up()
    {
        var table = new WatchTable(session);
        table.Add(WatchKind.Data, "/a", watcher);
        Assert.Multiple(() =>
        {
            Assert.That(table.Everybody(), Is.EquivalentTo(new[] { session, watcher }));
            Assert.That(string.Join(' ', table.ToSetWatches(1).Data), Is.EqualTo("/a"));
        });
    }
}
