namespace org.apache.zookeeper;

/// <summary>A change of the session's state (type None, no path), or of a znode.</summary>
public class WatchedEvent
{
    private readonly Watcher.Event.EventType type;
    private readonly Watcher.Event.KeeperState state;
    private readonly string? path;

    internal WatchedEvent(Watcher.Event.EventType type, Watcher.Event.KeeperState state, string? path)
    {
        this.type = type;
        this.state = state;
        this.path = path;
    }

    public Watcher.Event.KeeperState getState() => state;

    public Watcher.Event.EventType get_Type() => type;

    /// <summary>The znode; null for a change of the session's state.</summary>
    public string? getPath() => path;

    public override string ToString() => $"WatchedEvent state:{state} type:{type} path:{path}";
}
