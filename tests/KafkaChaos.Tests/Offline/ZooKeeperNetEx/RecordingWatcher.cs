using System.Threading.Channels;
using org.apache.zookeeper;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

/// <summary>Keeps the events that it is told, for a test to take in their order.</summary>
internal sealed class RecordingWatcher : Watcher
{
    private readonly Channel<WatchedEvent> events = Channel.CreateUnbounded<WatchedEvent>();

    public override Task process(WatchedEvent @event)
    {
        events.Writer.TryWrite(@event);
        return Task.CompletedTask;
    }

    /// <summary>The next event as "state type path"; fails the test where none comes within 10 s.</summary>
    public async Task<string> NextAsync()
    {
        var next = await events.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return $"{next.getState()} {next.get_Type()} {next.getPath()}".TrimEnd();
    }
}
