using org.apache.zookeeper;

namespace KafkaChaos.Probing;

/// <summary>A ZooKeeper client that opens a new session where its old one expired.</summary>
public sealed class ZooKeeperSession(string connect, TimeSpan timeout) : IAsyncDisposable
{
    private readonly Silence _watcher = new();
    private ZooKeeper? _client;

    /// <summary>Runs a request in the session.</summary>
    /// <exception cref="KeeperException">The request failed; where it says that the session expired, the next one has a new session.</exception>
    public async Task<T> AskAsync<T>(Func<ZooKeeper, Task<T>> request)
    {
        var client = _client ??= new ZooKeeper(connect, (int)timeout.TotalMilliseconds, _watcher);
        try
        {
            return await request(client);
        }
        catch (KeeperException.SessionExpiredException)
        {
            Interlocked.CompareExchange(ref _client, null, client);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            await client.closeAsync();
        }
    }

    // The library wants a watcher for the session's own events; ours are read off the requests' results.
    private sealed class Silence : Watcher
    {
        public override Task process(WatchedEvent @event) => Task.CompletedTask;
    }
}
