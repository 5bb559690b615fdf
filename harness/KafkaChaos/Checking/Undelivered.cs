using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Records that are there and that a reader was never handed: between those that it was handed, lost on the way; behind them, not reached.</summary>
internal sealed class Undelivered : IChecker
{
    private const string Property = "undelivered";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is not { } load || (load.Consumers.Count == 0 && trial.History.HandedCount == 0))
        {
            return [];
        }

        var (missing, counted, unreached, doubted) = (0L, 0L, 0L, new List<Flaw>());
        var isCounted = Counted.WhereLost(trial);
        var shown = new List<Flaw>();
        var skipped = PollSkip.Skips(trial).Select(skip => (skip.After.Reader.Name, skip.After.Log.Name, skip.Offset)).ToHashSet();
        var consumption = Consumption.Of(trial);
        foreach (var (consumer, log) in Ungiven(load, trial.History, consumption))
        {
            foreach (var offset in log.FoundBetween(0, long.MaxValue))
            {
                unreached++;
                if (doubted.Count < Finding.MostEvidence)
                {
                    doubted.Add(new Flaw(log.End?.At ?? TimeSpan.Zero, $"{log.Name} offset {offset}, {log.ValueAt(offset)}, was never handed to {consumer.Group ?? consumer.Name}, of which nobody ever had the partition", log.MarkOf(offset)) { Session = log.ProducerAt(offset) });
                }
            }
        }

        foreach (var handed in consumption.Progress)
        {
            var (reader, log) = (handed.Reader, handed.Log);
            foreach (var offset in Due(handed).Where(offset => !handed.Has(offset) && !skipped.Contains((reader.Name, log.Name, offset))))
            {
                var behind = offset > handed.Last;
                _ = behind ? unreached++ : missing++;
                var examples = behind ? doubted : shown;
                var flaw = new Flaw(log.End?.At ?? TimeSpan.Zero, $"{log.Name} offset {offset}, {log.ValueAt(offset)}, was never handed to {reader.Name}, {(handed.Last < 0 ? "which was handed nothing of it" : behind ? $"which came to {handed.Last}" : "which went on behind it")}", log.MarkOf(offset)) { Session = log.ProducerAt(offset) };
                counted += !behind && (isCounted?.Invoke(flaw) ?? false) ? 1 : 0;
                if (examples.Count < Finding.MostEvidence)
                {
                    examples.Add(flaw);
                }
            }
        }

        var allowed = Limit.AtMost(0L);
        var verdict = Say.Verdict(allowed, missing - counted, inDoubt: unreached > 0 || consumption.Progress.Count == 0 || FinalReads.Of(trial).Doubts.Count > 0);
        return [Say.Found(verdict, Property,
            $"{missing} records were never handed to a reader that went on behind them, {Say.Allowed(allowed)}{Say.Beside(counted)}; {unreached} stand behind the last that a reader was handed, expected none",
            [new(Property, missing, "records"), new("not reached", unreached, "records")], Examples.Of(trial.History, "consumer", [.. shown.Concat(doubted).Take(Finding.MostEvidence)]))];
    }

    /// <summary>Offsets that a reader had to be handed. Of one that began anywhere and was handed nothing, what was acknowledged since it had the partition cannot have stood before its begin.</summary>
    private static IEnumerable<long> Due(Progress handed) =>
        handed.Reader.FromStart ? handed.Log.FoundBetween(0, long.MaxValue)
        : handed.Last >= 0 ? handed.Log.FoundBetween(handed.First, long.MaxValue)
        : handed.Log.FoundBetween(0, long.MaxValue).Where(offset => handed.Log.KnownAt(offset) > handed.Assigned);

    /// <summary>Partitions of a consumer's topics that its group, or all its members together, never had: by what a reader was given alone nobody would miss them.</summary>
    private static IEnumerable<(ConsumerLoad Consumer, PartitionLog Log)> Ungiven(Load load, History history, Consumption consumption)
    {
        foreach (var consumer in load.Consumers)
        {
            var its = consumption.Readers.Where(one => load.IsOf(consumer, one.Key)).Select(one => one.Value.Name).ToHashSet();
            var given = consumption.Progress.Where(one => its.Contains(one.Reader.Name)).Select(one => one.Log).ToHashSet();
            foreach (var log in Ledger.Of(history).Logs.Where(log => consumer.Reads(log.Topic) && !given.Contains(log)))
            {
                yield return (consumer, log);
            }
        }
    }
}
