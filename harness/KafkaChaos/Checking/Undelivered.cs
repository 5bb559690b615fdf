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
        var progress = ProgressOf(trial.History);
        foreach (var (consumer, log) in Ungiven(load, trial.History, progress))
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

        foreach (var (reader, log, handed) in progress)
        {
            foreach (var offset in Due(reader, log, handed).Where(offset => !handed.Has(offset) && !skipped.Contains((reader.Name, log.Name, offset))))
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
        var verdict = Say.Verdict(allowed, missing - counted, inDoubt: unreached > 0 || progress.Count == 0 || new FinalReads(trial, Ledger.Of(trial.History)).Doubts.Count > 0);
        return [Say.Found(verdict, Property,
            $"{missing} records were never handed to a reader that went on behind them, {Say.Allowed(allowed)}{Say.Beside(counted)}; {unreached} stand behind the last that a reader was handed, expected none",
            [new(Property, missing, "records"), new("not reached", unreached, "records")], Examples.Of(trial.History, "consumer", [.. shown.Concat(doubted).Take(Finding.MostEvidence)]))];
    }

    /// <summary>Offsets that a reader had to be handed. Of one that began anywhere and was handed nothing, what was acknowledged since it had the partition cannot have stood before its begin.</summary>
    private static IEnumerable<long> Due(Reader reader, PartitionLog log, Handed handed) =>
        reader.FromStart ? log.FoundBetween(0, long.MaxValue)
        : handed.Last >= 0 ? log.FoundBetween(handed.First, long.MaxValue)
        : log.FoundBetween(0, long.MaxValue).Where(offset => log.KnownAt(offset) > handed.Assigned);

    /// <summary>How far each reader came in each partition that it ever had.</summary>
    private static List<(Reader Reader, PartitionLog Log, Handed Handed)> ProgressOf(History history)
    {
        var (ledger, readers) = (Ledger.Of(history), Reader.All(history));
        var all = new Dictionary<(string, string, int), (Reader, PartitionLog, Handed)>();
        foreach (var changed in history.Of<AssignmentChanged>().Where(one => one.Change == AssignmentChange.Assigned))
        {
            foreach (var partition in changed.Partitions)
            {
                Of(readers[changed.Consumer], partition.Topic, partition.Partition)?.Assign(changed.At);
            }
        }

        foreach (var one in history.Of<ConsumedRecord>())
        {
            Of(readers[one.Consumer], one.Topic, one.Partition)?.Add(one);
        }

        return [.. all.Values];

        Handed? Of(Reader reader, string topic, int partition)
        {
            if (!all.TryGetValue((reader.Name, topic, partition), out var known))
            {
                // Of a partition of which nothing is known nothing can be missed.
                if (ledger.Log(topic, partition) is not { } log)
                {
                    return null;
                }

                all[(reader.Name, topic, partition)] = known = (reader, log, new Handed(log));
            }

            return known.Item3;
        }
    }

    /// <summary>Partitions of a consumer's topics that its group, or all its members together, never had: by what a reader was given alone nobody would miss them.</summary>
    private static IEnumerable<(ConsumerLoad Consumer, PartitionLog Log)> Ungiven(Load load, History history, List<(Reader Reader, PartitionLog Log, Handed Handed)> progress)
    {
        var readers = Reader.All(history);
        foreach (var consumer in load.Consumers)
        {
            var its = readers.Where(one => load.IsOf(consumer, one.Key)).Select(one => one.Value.Name).ToHashSet();
            var given = progress.Where(one => its.Contains(one.Reader.Name)).Select(one => one.Log).ToHashSet();
            foreach (var log in Ledger.Of(history).Logs.Where(log => consumer.Reads(log.Topic) && !given.Contains(log)))
            {
                yield return (consumer, log);
            }
        }
    }

    /// <summary>What a reader was handed of a partition: it came as far as the offsets say, and has what stands there by the final read.</summary>
    private sealed class Handed(PartitionLog log)
    {
        private readonly Sparse<bool> _offsets = new();

        /// <summary>The lowest; beyond all where nothing was handed over.</summary>
        public long First { get; private set; } = long.MaxValue;

        /// <summary>The highest; -1 where nothing was handed over.</summary>
        public long Last { get; private set; } = -1;

        /// <summary>When the reader first had the partition; null where that was not recorded.</summary>
        public TimeSpan? Assigned { get; private set; }

        public bool Has(long offset) => _offsets.Get(offset);

        public void Assign(TimeSpan at) => Assigned = Assigned < at ? Assigned : at;

        public void Add(ConsumedRecord record)
        {
            var offset = record.Offset;
            if (log.IsFound(record))
            {
                _offsets.At(offset) = true;
            }

            First = Math.Min(First, offset);
            Last = Math.Max(Last, offset);
        }
    }
}
