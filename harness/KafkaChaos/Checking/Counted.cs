using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Which duplicates and reorderings are only counted: where the scenario does not limit them itself, those of producers without idempotence, whose retries may make them.</summary>
internal static class Counted
{
    /// <param name="trial">Whose load says which producers are idempotent.</param>
    /// <param name="given">The scenario's own limit; null where it has none.</param>
    public static Func<Flaw, bool>? Of(Trial trial, Limit<long>? given) =>
        given is null && trial.Scenario.Load is { AnyIdempotence: true } load ? flaw => flaw.Session is { } session && !load.IsIdempotent(session) : null;
}
