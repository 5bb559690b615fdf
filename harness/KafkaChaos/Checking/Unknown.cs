using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Sends of which it is not known whether they were done. They may appear once and are never lost: this only counts them.</summary>
internal sealed class Unknown : IChecker
{
    private const string Property = "unknown";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is null)
        {
            return [];
        }

        var ledger = Ledger.Of(trial.History);
        var unknown = ledger.Unknown.Values.Sum();
        var found = ledger.Logs.Sum(log => log.Sessions.Sum(session => session.Odd.LongCount(record => record is { Outcome: Outcome.Unknown, Found: not null })));
        var evidence = ledger.Unknown.Select(error => new Evidence(null, "delivery report", $"{error.Key}: {error.Value} records"));
        return [Say.Passed(Property, $"{unknown} sends have an unknown outcome, {found} of them were found; {ledger.Failed} certainly failed (counted only)",
            [new("unknown", unknown, "records"), new("found", found, "records"), new("failed", ledger.Failed, "records")], evidence)];
    }
}
