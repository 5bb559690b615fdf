namespace org.apache.zookeeper;

/// <summary>Is told of the session's state and of watched znodes, one event at a time and in the server's order.</summary>
public abstract class Watcher
{
    /// <summary>The next event waits for the returned task.</summary>
    public abstract Task process(WatchedEvent @event);

    public static class Event
    {
        public enum KeeperState
        {
            Disconnected = 0,
            SyncConnected = 3,
            AuthFailed = 4,
            ConnectedReadOnly = 5,
            Expired = -112,
        }

        public enum EventType
        {
            None = -1,
            NodeCreated = 1,
            NodeDeleted = 2,
            NodeDataChanged = 3,
            NodeChildrenChanged = 4,
        }
    }
}
