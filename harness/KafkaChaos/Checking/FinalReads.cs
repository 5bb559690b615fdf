using System.Runtime.CompilerServices;
using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Which final reads prove that what they did not find is not there.</summary>
internal sealed class FinalReads
{
    private static readonly ConditionalWeakTable<Trial, FinalReads> Known = [];

    private readonly Dictionary<string, string> _doubts = [];

    private FinalReads(Trial trial)
    {
        var ledger = Ledger.Of(trial.History);
        var timeline = Timeline.Of(trial);
        var began = trial.History.Began(Phase.FinalRead);
        var compacts = trial.History.Of<ClusterDescribed>().Any(cluster => cluster.Kafka.GetValueOrDefault("log.cleanup.policy")?.Contains("compact", StringComparison.Ordinal) ?? false);
        foreach (var partition in timeline.Partitions)
        {
            if (Doubt(timeline, partition, ledger.Log(partition), began, compacts) is { } doubt)
            {
                _doubts[partition.ToString()] = doubt;
            }
        }

        // A partition that the scenario does not name can be sent to by another tool's history only.
        foreach (var log in ledger.Logs.Where(log => timeline.Partitions.All(one => one.ToString() != log.Name)))
        {
            if (Doubt(timeline, new PartitionName(log.Topic, log.Partition, 0, null), log, began, compacts) is { } doubt)
            {
                _doubts[log.Name] = doubt;
            }
        }
    }

    public static FinalReads Of(Trial trial) => Known.GetValue(trial, one => new FinalReads(one));

    /// <summary>By partition: why its final read proves nothing.</summary>
    public IReadOnlyDictionary<string, string> Doubts => _doubts;

    public bool Proves(PartitionLog log) => !_doubts.ContainsKey(log.Name);

    private static string? Doubt(Timeline timeline, PartitionName partition, PartitionLog? log, TimeSpan? phase, bool compacts)
    {
        if (log?.End is not { } end)
        {
            return "there was no final read";
        }

        if (compacts)
        {
            return "the brokers compact their logs (log.cleanup.policy), which takes out what has a later record with its key";
        }

        if (phase is null || end.Began < phase)
        {
            return $"the read began at {Say.Seconds(end.Began)}, {(phase is { } known ? $"before recovery was over at {Say.Seconds(known)}" : "and recovery was never over")}";
        }

        if (log.LastAcknowledged > end.Began)
        {
            return "records were acknowledged after the read began";
        }

        if (end.StartOffset > 0)
        {
            return $"the log began at offset {end.StartOffset} by then, expected 0";
        }

        if (end.Position != end.EndOffset)
        {
            return $"the read stopped at offset {end.Position}, {(end.Position < end.EndOffset ? "short of" : "beyond")} the end {end.EndOffset}";
        }

        if (end.EndAfter is not { } after)
        {
            return "the end of the log could not be asked again after the read, so whether it was stable is unknown";
        }

        if (after != end.EndOffset)
        {
            return $"the end of the log moved from {end.EndOffset} to {after} during the read";
        }

        return timeline.StateAt(partition, end.Began) is { } state && !partition.IsWhole(state)
            ? $"the in-sync set was [{string.Join(", ", state.InSync)}] when the read began, not whole"
            : null;
    }
}
