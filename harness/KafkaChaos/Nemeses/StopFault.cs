using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Has the processes of its nodes shut down: a broker gives its leaderships away first.</summary>
internal sealed class StopFault(Recorder recorder)
{
    public const string Method = "SIGTERM by parallel Docker API calls";

    private const long KilledBySignal = 137;

    // Kafka asks the controller three times, 5 s apart, and closes its logs then (controlled.shutdown.max.retries, .retry.backoff.ms).
    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token) => Task.WhenAll(nodes.Select(async node =>
    {
        var sent = recorder.Now;
        await node.StopAsync(Patience, token);
        var state = await node.StateAsync(token);
        if (state.Running || state.ExitCode == KilledBySignal)
        {
            var seen = state.Running ? "its process runs on" : $"it did not shut down within {Patience.TotalSeconds:0} s and was killed";
            recorder.Record(new FaultFailed(step, Fault.Stop, node.Name, seen) { At = recorder.Now });
            throw new FaultException($"{node.Name} was to stop: {seen}");
        }

        recorder.Record(new FaultApplied(
            step, Fault.Stop, node.Name, sent, recorder.Now, recorder.OnClock(state.Finished ?? state.Started), $"process gone, exit code {state.ExitCode}")
        { At = recorder.Now });
    }));
}
