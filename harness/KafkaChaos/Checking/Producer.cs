using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Every producer of the load wrote, and no client of theirs gave up for good; sends that certainly failed are counted.</summary>
/// <remarks>A broker that lost acknowledged records of an idempotent producer refuses its next ones (OutOfOrderSequenceNumber): where the loss is expected, so is that.</remarks>
internal sealed class Producer : IChecker
{
    private const string Property = "producer";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is not { } load)
        {
            return [];
        }

        var gone = trial.History.Of<ProducerFailed>().OrderBy(one => one.Failure == ProducerFailure.Unanswered).ToList();
        var ledger = Ledger.Of(trial.History);
        var sent = ledger.Sent;
        var failed = ledger.Failures.OrderByDescending(error => error.Value.Count).ThenBy(error => error.Key, StringComparer.Ordinal).ToList();
        var count = failed.Sum(error => error.Value.Count);
        var sends = count == 0 ? $"none of {Say.Count(sent, "send")} certainly failed" : $"{count} of {Say.Count(sent, "send")} certainly failed";
        Figure[] figures = [new("gave up", gone.Count, "producers"), new("certainly failed", count, "records"), new("sent", sent, "records")];
        var evidence = gone.Select(one => new Evidence(one.At, $"client of {one.Producer}", one.Reason))
            .Concat(ClientEvidence.Of(trial.History, ClientKind.Producer))
            .Concat(failed.Select(error => new Evidence(error.Value.First, "delivery report", $"{error.Key}: {Say.Count(error.Value.Count, "record")}")));
        var mayLose = trial.Expect.Lost is not { Comparison: Comparison.AtMost or Comparison.Exactly, Bound: 0 };

        // The client would have gone on asking: how long nothing was acknowledged, availability judges.
        if (gone.Exists(one => one.Failure == ProducerFailure.Unanswered) && gone.TrueForAll(one => one.Failure == ProducerFailure.Unanswered || (mayLose && one.Reason.StartsWith("OutOfOrderSequenceNumber", StringComparison.Ordinal))))
        {
            return [Say.Inconclusive(Property, $"{gone[^1].Producer} {Words(gone[^1].Failure)} at {Say.Seconds(gone[^1].At)}: {gone[^1].Reason}, so whether it holds out is unknown; {sends}", figures, evidence)];
        }

        var unexpected = gone.Where(one => !(mayLose && one.Reason.StartsWith("OutOfOrderSequenceNumber", StringComparison.Ordinal))).ToList();
        var idle = Idle(load, ledger);
        return [unexpected.Count > 0
            ? Say.Failed(Property, $"{unexpected[0].Producer} {Words(unexpected[0].Failure)} at {Say.Seconds(unexpected[0].At)}: {unexpected[0].Reason}; {sends}, expected no producer to give up", figures, evidence)
            : sent == 0
            ? Say.Inconclusive(Property, "nothing was sent, so whether the producers hold out was not tried", figures)
            : idle.Count > 0
            ? Say.Inconclusive(Property, $"nothing that {Say.List(idle)} sent was acknowledged, so whether it holds out was not tried; {sends}", figures, evidence)
            : gone.Count > 0
            ? Say.Passed(Property, $"{Say.List(gone.Select(one => one.Producer))} gave up when the brokers had lost records of theirs (OutOfOrderSequenceNumber), as may be where records may be lost; {sends}", figures, evidence)
            : Say.Passed(Property, $"no producer gave up, as expected; {sends}", figures, evidence)];
    }

    /// <summary>Producers that never wrote: of which nothing was acknowledged, or nothing sent where they ask for no acknowledgement.</summary>
    private static List<string> Idle(Load load, Ledger ledger)
    {
        var sessions = ledger.Logs.SelectMany(log => log.Sessions).ToList();
        return [.. load.Producers.Where(producer => !sessions.Exists(one => (one.Acknowledgements.Count > 0 || (one.Wrote && producer.Acks == Acks.None)) && load.IsOf(producer, one.Producer))).Select(producer => producer.Name)];
    }

    private static string Words(ProducerFailure failure) => failure switch
    {
        ProducerFailure.Fenced => "was fenced",
        ProducerFailure.Unanswered => "got no answer to the end of a transaction and was given up",
        _ => "gave up for good",
    };
}
