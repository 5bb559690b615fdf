using org.apache.zookeeper.proto;
using static org.apache.zookeeper.Watcher.Event;

namespace org.apache.zookeeper.session;

/// <summary>Who watches which znode (by the server's path). A watch fires once.</summary>
internal sealed class WatchTable(Watcher? sessionWatcher)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(WatchKind Kind, string Path), HashSet<Watcher>> watches = [];

    public Watcher? SessionWatcher => sessionWatcher;

    public void Add(WatchKind kind, string path, Watcher watcher)
    {
        lock (gate)
        {
            if (!watches.TryGetValue((kind, path), out var watchers))
            {
                watches[(kind, path)] = watchers = [];
            }

            watchers.Add(watcher);
        }
    }

    /// <summary>Takes the watches that the notification fires.</summary>
    public IReadOnlyCollection<Watcher> Take(Notification notification)
    {
        WatchKind[] kinds = notification.Type switch
        {
            EventType.NodeCreated or EventType.NodeDataChanged => [WatchKind.Data, WatchKind.Exist],
            EventType.NodeDeleted => [WatchKind.Data, WatchKind.Exist, WatchKind.Children],
            EventType.NodeChildrenChanged => [WatchKind.Children],
            _ => throw new InvalidDataException($"ZooKeeper notified of an event of type {(int)notification.Type} that is not known here"),
        };

        var fired = new HashSet<Watcher>();
        lock (gate)
        {
            foreach (var kind in kinds)
            {
                if (watches.Remove((kind, notification.Path), out var watchers))
                {
                    fired.UnionWith(watchers);
                }
            }
        }

        return fired;
    }

    /// <summary>Everybody, once: a change of the session's state concerns all and uses no watch up.</summary>
    public IReadOnlyCollection<Watcher> Everybody()
    {
        lock (gate)
        {
            var all = watches.Values.SelectMany(watchers => watchers).ToHashSet();
            if (sessionWatcher is not null)
            {
                all.Add(sessionWatcher);
            }

            return all;
        }
    }

    /// <summary>What a new connection has to set again.</summary>
    public SetWatches ToSetWatches(long sinceZxid)
    {
        lock (gate)
        {
            return new SetWatches(sinceZxid, Paths(WatchKind.Data), Paths(WatchKind.Exist), Paths(WatchKind.Children));
        }
    }

    private List<string> Paths(WatchKind kind) => [.. watches.Keys.Where(key => key.Kind == kind).Select(key => key.Path)];
}
