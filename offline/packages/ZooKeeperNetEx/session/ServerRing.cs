namespace org.apache.zookeeper.session;

/// <summary>The servers in an order drawn once, tried round and round; a round that failed is followed by a pause.</summary>
internal sealed class ServerRing
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Server[] servers;
    private int next;
    private int failures;

    public ServerRing(IEnumerable<Server> servers)
    {
        this.servers = [.. servers];
        Random.Shared.Shuffle(this.servers);
    }

    public int Count => servers.Length;

    public async Task<Server> NextAsync(CancellationToken cancellationToken)
    {
        if (failures == servers.Length)
        {
            failures = 0;
            await Task.Delay(Pause, cancellationToken);
        }

        failures++;
        var server = servers[next];
        next = (next + 1) % servers.Length;
        return server;
    }

    /// <summary>The server given last serves: a new round begins after it.</summary>
    public void Connected() => failures = 0;
}
