using System.Globalization;
using System.Text;
using KafkaChaos.Histories;
using KafkaChaos.Probing;
using org.apache.zookeeper;

namespace KafkaChaos.Workloads;

/// <summary>Writes one znode through the ensemble at a fixed rate: where a write succeeds, there is a quorum.</summary>
public sealed class QuorumProbe(ZooKeeperSession session, Recorder recorder)
{
    private const string Path = "/kafkachaos-probe";

    /// <summary>Between two writes.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the znode; to be called while the quorum is whole.</summary>
    public Task PrepareAsync() => session.AskAsync(client => client.createAsync(Path, Value(-1), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));

    /// <summary>Writes until <paramref name="stop"/>, each write as soon as it is due and the one before has its outcome.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval);
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
    /// <exception cref="KeeperException">ZooKeeper did not answer.</exception>
    public async Task ReadAsync()
    {
        await session.AskAsync(async client =>
        {
            await client.sync(Path);
            return 0;
        });
        try
        {
            var found = await session.AskAsync(client => client.getDataAsync(Path, false));
            var sequence = long.Parse(Encoding.ASCII.GetString(found.Data ?? []), CultureInfo.InvariantCulture);
            recorder.Record(new QuorumRead(sequence, found.Stat.getVersion()) { At = recorder.Now });
        }
        catch (KeeperException.NoNodeException)
        {
            recorder.Record(new QuorumRead(null, null) { At = recorder.Now });
        }
    }

    private async Task WriteAsync(long sequence)
    {
        var invoked = recorder.Now;
        try
        {
            var stat = await session.AskAsync(client => client.setDataAsync(Path, Value(sequence), -1));
            recorder.Record(new QuorumWrite(sequence, invoked, Outcome.Ok, stat.getVersion(), null) { At = recorder.Now });
        }
        // The connection was lost after the request may have been sent: it may have been done.
        catch (KeeperException.ConnectionLossException lost)
        {
            recorder.Record(new QuorumWrite(sequence, invoked, Outcome.Unknown, null, lost.getCode().ToString()) { At = recorder.Now });
        }
        catch (KeeperException.SessionExpiredException expired)
        {
            recorder.Record(new QuorumWrite(sequence, invoked, Outcome.Unknown, null, expired.getCode().ToString()) { At = recorder.Now });
        }
        catch (KeeperException refused)
        {
            recorder.Record(new QuorumWrite(sequence, invoked, Outcome.Failed, null, refused.getCode().ToString()) { At = recorder.Now });
        }
    }

    private static byte[] Value(long sequence) => Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture));
}
