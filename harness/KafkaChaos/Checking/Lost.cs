using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Acknowledged records that are at no offset, although the final read would have found them.</summary>
internal sealed class Lost : IChecker
{
    private const string Property = "lost";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is not { } load)
        {
            return [];
        }

        var ledger = Ledger.Of(trial.History);
        if (ledger.Acknowledged == 0)
        {
            return [Say.Inconclusive(Property, "no record was acknowledged, so none could be lost: the run shows nothing", [new("acknowledged", 0, "records")])];
        }

        var reads = FinalReads.Of(trial);
        long lost = 0, unseen = 0, tail = 0, promised = 0;
        TimeSpan first = TimeSpan.MaxValue, last = TimeSpan.MinValue;
        var figures = new List<Figure>();
        var shown = new List<Flaw>();
        foreach (var log in ledger.Logs)
        {
            var here = 0L;
            foreach (var (session, record) in Missing(log))
            {
                if (!reads.Proves(log))
                {
                    unseen++;
                    continue;
                }

                here++;
                promised += load.IsPromisedMore(session.Producer) ? 1 : 0;
                tail += record.Acknowledged >= log.End!.EndOffset ? 1 : 0;
                first = record.At < first ? record.At : first;
                last = record.At > last ? record.At : last;
                if (shown.Count < Finding.MostEvidence)
                {
                    shown.Add(new(record.At, $"{log.Name} {session.Producer} #{record.Sequence} persisted at offset {record.Acknowledged?.ToString() ?? "unknown"}; the final read went from {log.End.StartOffset} to {log.End.EndOffset} without it", log.MarkOf(session, record.Sequence)));
                }
            }

            lost += here;
            if (here > 0)
            {
                figures.Add(new($"{log.Name} lost", here, "records"));
            }
        }

        var span = lost > 0 ? last - first : TimeSpan.Zero;
        figures.InsertRange(0, [new("acknowledged", ledger.Acknowledged, "records"), new("lost", lost, "records"), new("cut off at the tail", tail, "records"), Say.Figure("lost span", span)]);
        var allowed = trial.Expect.Lost!;

        // A limit above nothing is there for those to whom less was promised.
        var broken = promised > 0 && allowed.Comparison == Comparison.AtMost;
        var verdict = broken ? Verdict.Failed : Say.Verdict(allowed, lost, inDoubt: reads.Doubts.Count > 0);
        var where = lost > 0 ? $" ({tail} cut off at the tail, acknowledged over {Say.Seconds(span)})" : "";
        var doubt = unseen > 0 ? $", {unseen} more were not seen by a final read that proves nothing"
            : reads.Doubts.Count > 0 ? $", but the final read of {Say.Count(reads.Doubts.Count, "partition")} proves nothing"
            : "";
        var meaning = load.Acks == Acks.All ? "" : $"; with acks={(load.Acks == Acks.Leader ? "1" : "0")} an acknowledgement says nothing of replicas";
        return [Say.Found(verdict, Property, $"{lost} of {ledger.Acknowledged} acknowledged records were lost{where}{doubt}, {Say.Allowed(allowed)}{meaning}{(broken ? $"; {promised} of them were acknowledged with acks=all, expected none of these" : "")}", figures, Examples.Of(trial.History, "delivery report", shown))];
    }

    /// <summary>Acknowledged, and read at no offset.</summary>
    internal static IEnumerable<(ProducerSession Session, SentRecord Record)> Missing(PartitionLog log) =>
        log.Sessions.SelectMany(
            session => session.Odd.Where(record => record.Outcome == Histories.Outcome.Ok && record.Found is null),
            (session, record) => (session, record));
}
