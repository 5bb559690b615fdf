using System.Globalization;
using System.Text;
using KafkaChaos.Histories;
using KafkaChaos.Probing;
using org.apache.zookeeper;

namespace KafkaChaos.Workloads;

/// <summary>Writes a znode of its own through one session at a fixed rate: where a write succeeds, there is a quorum, and the session's member is in it.</summary>
/// <param name="session">To one member, or across all.</param>
/// <param name="member">The member; null for the session across all.</param>
/// <param name="interval">Between two writes.</param>
/// <param name="recorder">Gets every outcome.</param>
internal sealed class QuorumProbe(ZooKeeperSession session, string? member, TimeSpan interval, Recorder recorder)
{
    private readonly string _path = member is null ? "/kafkachaos-probe" : $"/kafkachaos-probe-{member}";

    /// <summary>Makes the znode; to be called while the quorum is whole.</summary>
    /// <param name="across">A session that is known to be connected.</param>
    public Task PrepareAsync(ZooKeeperSession across) => across.AskAsync(client => client.createAsync(_path, Value(-1), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));

    /// <summary>Writes until <paramref name="stop"/>, each write as soon as it is due and the one before has its outcome.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            for (var sequence = 0L; await timer.WaitForNextTickAsync(stop); sequence++)
            {
                await WriteAsync(sequence);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Reads the znode after a sync, so that a member that lags behind cannot answer with less than was acknowledged.</summary>
    /// <param name="across">A session that finds any member that serves.</param>
    /// <exception cref="KeeperException">ZooKeeper did not answer.</exception>
    public async Task ReadAsync(ZooKeeperSession across)
    {
        await across.AskAsync(async client =>
        {
            await client.sync(_path);
            return 0;
        });
        try
        {
            var found = await across.AskAsync(client => client.getDataAsync(_path, false));
            var sequence = long.Parse(Encoding.ASCII.GetString(found.Data ?? []), CultureInfo.InvariantCulture);
            recorder.Record(new QuorumRead(sequence, found.Stat.getVersion()) { At = recorder.Now, Session = member });
        }
        catch (KeeperException.NoNodeException)
        {
            recorder.Record(new QuorumRead(null, null) { At = recorder.Now, Session = member });
        }
    }

    private async Task WriteAsync(long sequence)
    {
        var invoked = recorder.Now;
        try
        {
            var stat = await session.AskAsync(client => client.setDataAsync(_path, Value(sequence), -1));
            Record(Outcome.Ok, stat.getVersion(), null);
        }
        // The connection was lost after the request may have been sent: it may have been done.
        catch (KeeperException.ConnectionLossException lost)
        {
            Record(Outcome.Unknown, null, lost.getCode().ToString());
        }
        catch (KeeperException.SessionExpiredException expired)
        {
            Record(Outcome.Unknown, null, expired.getCode().ToString());
            recorder.Record(new SessionExpired { At = recorder.Now, Session = member });
        }
        catch (KeeperException refused)
        {
            Record(Outcome.Failed, null, refused.getCode().ToString());
        }

        void Record(Outcome outcome, int? version, string? error) =>
            recorder.Record(new QuorumWrite(sequence, invoked, outcome, version, error) { At = recorder.Now, Session = member });
    }

    private static byte[] Value(long sequence) => Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture));
}
