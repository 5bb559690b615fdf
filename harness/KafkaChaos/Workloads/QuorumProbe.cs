using System.Globalization;
using System.Text;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Probing;
using org.apache.zookeeper;

namespace KafkaChaos.Workloads;

/// <summary>Writes and reads a znode of its own in turn, through one session at a fixed rate: where a write succeeds, there is a quorum, and the session's member is in it.</summary>
/// <param name="session">To one member, or across all.</param>
/// <param name="member">The member; null for the session across all.</param>
/// <param name="interval">Between two writes, and between two reads.</param>
/// <param name="recorder">Gets every outcome.</param>
internal sealed class QuorumProbe(ZooKeeperSession session, string? member, TimeSpan interval, Recorder recorder)
{
    private readonly string _path = member is null ? "/kafkachaos-probe" : $"/kafkachaos-probe-{member}";

    /// <summary>Makes the znode; to be called while the quorum is whole.</summary>
    /// <param name="across">A session that finds any member that serves.</param>
    /// <param name="patience">For how long a connection that is lost is tried again.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="WaitException">ZooKeeper did not serve within <paramref name="patience"/>.</exception>
    public Task PrepareAsync(ZooKeeperSession across, TimeSpan patience, CancellationToken token) => Wait.UntilAsync($"ZooKeeper to make {_path}", patience, async cancelled =>
    {
        try
        {
            await across.AskAsync(client => client.createAsync(_path, Value(-1), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)).WaitAsync(cancelled);
            return new Look(true, "made");
        }
        // By a request whose answer was lost.
        catch (KeeperException.NodeExistsException)
        {
            return new Look(true, "there");
        }
    }, token);

    /// <summary>Writes and reads until <paramref name="stop"/>, each as soon as it is due and the one before has its outcome.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval / 2);
        try
        {
            for (var turn = 0L; await timer.WaitForNextTickAsync(stop); turn++)
            {
                await (turn % 2 == 0 ? WriteAsync(turn / 2) : ReadOwnAsync());
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Reads the znode after a sync, so that a member that lags behind cannot answer with less than was acknowledged.</summary>
    /// <param name="across">A session that finds any member that serves.</param>
    /// <param name="patience">For how long a connection that is lost is tried again.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="WaitException">ZooKeeper did not answer within <paramref name="patience"/>.</exception>
    public Task ReadAsync(ZooKeeperSession across, TimeSpan patience, CancellationToken token) => Wait.UntilAsync($"ZooKeeper to tell what {_path} holds", patience, async cancelled =>
    {
        var invoked = recorder.Now;
        var (sequence, version) = await across.AskAsync(async client =>
        {
            await client.sync(_path);
            return await FoundAsync(client);
        }).WaitAsync(cancelled);
        recorder.Record(new QuorumRead(sequence, version) { At = recorder.Now, Invoked = invoked, Session = member });
        return new Look(true, "read");
    }, token);

    private Task WriteAsync(long sequence)
    {
        var invoked = recorder.Now;
        return TryAsync(client => client.setDataAsync(_path, Value(sequence), -1), (outcome, stat, error) =>
            new QuorumWrite(sequence, invoked, outcome, stat?.getVersion(), error) { At = recorder.Now, Session = member });
    }

    private Task ReadOwnAsync()
    {
        var invoked = recorder.Now;
        return TryAsync(FoundAsync, (outcome, found, error) =>
            new SessionRead(invoked, outcome, found.Sequence, found.Version, error) { At = recorder.Now, Session = member });
    }

    private async Task<(long? Sequence, int? Version)> FoundAsync(ZooKeeper client)
    {
        try
        {
            var found = await client.getDataAsync(_path, false);
            return (long.Parse(Encoding.ASCII.GetString(found.Data ?? []), CultureInfo.InvariantCulture), found.Stat.getVersion());
        }
        catch (KeeperException.NoNodeException)
        {
            return (null, null);
        }
    }

    private async Task TryAsync<T>(Func<ZooKeeper, Task<T>> request, Func<Outcome, T?, string?, HistoryEvent> told)
    {
        try
        {
            recorder.Record(told(Outcome.Ok, await session.AskAsync(request), null));
        }
        // The connection was lost after the request may have been sent: it may have been done.
        catch (KeeperException.ConnectionLossException lost)
        {
            recorder.Record(told(Outcome.Unknown, default, lost.getCode().ToString()));
        }
        catch (KeeperException.SessionExpiredException expired)
        {
            recorder.Record(told(Outcome.Unknown, default, expired.getCode().ToString()));
            recorder.Record(new SessionExpired { At = recorder.Now, Session = member });
        }
        catch (KeeperException refused)
        {
            recorder.Record(told(Outcome.Failed, default, refused.getCode().ToString()));
        }
    }

    private static byte[] Value(long sequence) => Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture));
}
