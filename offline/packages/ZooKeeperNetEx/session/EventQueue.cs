using System.Diagnostics;
using System.Threading.Channels;
using static org.apache.zookeeper.Watcher.Event;

namespace org.apache.zookeeper.session;

/// <summary>Gives events to watchers, one at a time in the order of their arrival. A watcher that throws is traced and does not stop it.</summary>
internal sealed class EventQueue
{
    private readonly Channel<(WatchedEvent Event, IReadOnlyCollection<Watcher> Watchers)> events =
        Channel.CreateUnbounded<(WatchedEvent, IReadOnlyCollection<Watcher>)>(new UnboundedChannelOptions { SingleReader = true });

    public EventQueue() => Task.Run(DeliverAsync);

    public void SessionChanged(KeeperState state, IReadOnlyCollection<Watcher> watchers) =>
        events.Writer.TryWrite((new WatchedEvent(EventType.None, state, null), watchers));

    public void NodeChanged(EventType type, string clientPath, IReadOnlyCollection<Watcher> watchers) =>
        events.Writer.TryWrite((new WatchedEvent(type, KeeperState.SyncConnected, clientPath), watchers));

    /// <summary>What is queued is still delivered; nothing is waited for, so that a watcher may close its own client.</summary>
    public void Complete() => events.Writer.TryComplete();

    private async Task DeliverAsync()
    {
        await foreach (var (happened, watchers) in events.Reader.ReadAllAsync())
        {
            foreach (var watcher in watchers)
            {
                try
                {
                    await watcher.process(happened);
                }
                catch (Exception thrown)
                {
                    Trace.TraceError($"ZooKeeper watcher {watcher.GetType()} threw on {happened}: {thrown}");
                }
            }
        }
    }
}
