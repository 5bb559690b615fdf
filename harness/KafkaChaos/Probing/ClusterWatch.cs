using KafkaChaos.Clusters;
using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>
/// Looks at every member and at Kafka's metadata all the time, and records each change with the looks before and after it;
/// and records what the engine tells of the nodes' processes, and that it looks.
/// </summary>
public sealed class ClusterWatch(Cluster cluster, IMetadata metadata, Recorder recorder)
{
    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(100);

    private readonly Changes _changes = new(recorder);

    /// <summary>Watches until cancelled. A look that fails changes nothing: the next one that succeeds has a longer bracket.</summary>
    public Task RunAsync(CancellationToken token) => Task.WhenAll(
        [.. cluster.Members.Select(member => LoopAsync(member.Name, () => LookAtMemberAsync(member, token), token)),
        FollowProcessesAsync(token),
        .. cluster.Brokers.Any() ? new[] { LoopAsync(metadata.Observer, () => metadata.LookAsync(_changes, token), token) } : []]);

    private async Task FollowProcessesAsync(CancellationToken token)
    {
        try
        {
            await cluster.FollowProcessesAsync(Record, token);
            End(token.IsCancellationRequested ? "the run was over" : "the engine ended its stream of events");
        }
        catch (Exception broken)
        {
            End(broken.Message);
            throw;
        }

        // Until now it told all.
        void End(string reason) => recorder.Record(new ObserverEnded(Observers.Engine, recorder.Now, reason) { At = recorder.Now });
    }

    private void Record(ProcessEvent told) => recorder.Record(
        new NodeProcess(told.Node, told.Running ? ProcessChange.Started : ProcessChange.Exited, told.Detail) { At = recorder.OnClock(told.At) });

    /// <param name="observer">Who looks.</param>
    /// <param name="look">Whether it succeeded.</param>
    /// <param name="token">Ends it, though a look has no answer.</param>
    private async Task LoopAsync(string observer, Func<Task<bool>> look, CancellationToken token)
    {
        var signs = new LifeSigns(observer, recorder);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                if (await look().WaitAsync(token))
                {
                    signs.Looked();
                }
            }
            while (await timer.WaitForNextTickAsync(token));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            signs.End("the run was over");
        }
        catch (Exception broken)
        {
            signs.End(broken.Message);
            throw;
        }
    }

    private async Task<bool> LookAtMemberAsync(ClusterNode member, CancellationToken token)
    {
        var began = recorder.Now;
        var status = await metadata.MemberAsync(member, token);
        _changes.See(member.Name, status, began, since => new MemberRole(member.Name, since, status.Mode, status.Epoch) { At = recorder.Now });
        return true;
    }
}
