using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Probing;

namespace KafkaChaos.Workloads;

/// <summary>The quorum probe: a session across the whole ensemble, and one bound to each of its members.</summary>
public sealed class QuorumProbes : IQuorumProbe
{
    private readonly ZooKeeperSession _across;
    private readonly List<ZooKeeperSession> _sessions;
    private readonly List<QuorumProbe> _probes;
    private readonly TimeSpan _patience;

    /// <param name="cluster">Whose ensemble.</param>
    /// <param name="timeout">Of each session.</param>
    /// <param name="patience">For how long a member that serves is waited for, before the load and after it.</param>
    /// <param name="rate">Writes a second through each session, and as many reads; null for the harness's own 10.</param>
    /// <param name="recorder">Gets every outcome.</param>
    public QuorumProbes(Cluster cluster, TimeSpan timeout, TimeSpan patience, double? rate, Recorder recorder)
    {
        _patience = patience;
        var interval = rate is { } asked ? TimeSpan.FromSeconds(1 / asked) : Interval;
        _across = new ZooKeeperSession(cluster.ZooKeeperConnect, timeout);
        var bound = cluster.Ensemble.Select(member => (member.Name, Session: new ZooKeeperSession(member.Endpoint, timeout))).ToList();
        _sessions = [_across, .. bound.Select(one => one.Session)];
        _probes = [new(_across, null, interval, recorder), .. bound.Select(one => new QuorumProbe(one.Session, one.Name, interval, recorder))];
    }

    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(100);

    public async Task PrepareAsync(CancellationToken token)
    {
        foreach (var probe in _probes)
        {
            await probe.PrepareAsync(_across, _patience, token);
        }
    }

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_probes.Select(probe => probe.RunAsync(stop)));

    /// <summary>Reads all znodes through the session across all, whether their members serve or not.</summary>
    public async Task ReadAsync(CancellationToken token)
    {
        try
        {
            foreach (var probe in _probes)
            {
                await probe.ReadAsync(_across, _patience, token);
            }
        }
        // Where one is not answered the others are not asked for. The rest of the run is judged all the same, and these are in doubt.
        catch (WaitException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }
    }
}
