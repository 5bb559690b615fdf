using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Which flaws are only counted.</summary>
internal static class Counted
{
    /// <summary>What a loss of records brings about at consumers, where the scenario allows one: in a load of several producers only what is about those who are not promised that there is none.</summary>
    /// <returns>Null where all are judged.</returns>
    public static Func<Flaw, bool>? WhereLost(Trial trial) => trial.Expect.Lost switch
    {
        { Comparison: Comparison.AtMost or Comparison.Exactly, Bound: 0 } => null,
        { Comparison: Comparison.AtMost } when trial.Scenario.Load is { } load => flaw => flaw.Session is not { } session || !load.IsPromisedMore(session),
        _ => _ => true,
    };

    /// <summary>Of duplicates and reorderings, where the scenario does not limit them itself: those of producers without idempotence, whose retries may make them.</summary>
    /// <param name="trial">Whose load says which producers are idempotent.</param>
    /// <param name="given">The scenario's own limit; null where it has none.</param>
    public static Func<Flaw, bool>? Of(Trial trial, Limit<long>? given) =>
        given is null && trial.Scenario.Load is { AnyIdempotence: true } load ? flaw => flaw.Session is { } session && !load.IsIdempotent(session) : null;
}
