using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Findings and their numbers in words, the same in every culture.</summary>
internal static class Say
{
    public static Finding Passed(string property, string statement, IEnumerable<Figure>? figures = null, IEnumerable<Evidence>? evidence = null) =>
        Found(Checking.Verdict.Passed, property, statement, figures, evidence);

    public static Finding Inconclusive(string property, string statement, IEnumerable<Figure>? figures = null, IEnumerable<Evidence>? evidence = null) =>
        Found(Checking.Verdict.Inconclusive, property, statement, figures, evidence);

    public static Finding Failed(string property, string statement, IEnumerable<Figure>? figures = null, IEnumerable<Evidence>? evidence = null) =>
        Found(Checking.Verdict.Failed, property, statement, figures, evidence);

    public static Finding Found(Checking.Verdict verdict, string property, string statement, IEnumerable<Figure>? figures = null, IEnumerable<Evidence>? evidence = null) =>
        new(property, verdict, statement, [.. figures ?? []], [.. (evidence ?? []).Take(Finding.MostEvidence)]);

    public static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    public static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture) + " ms";

    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>What <see cref="Expectations"/> allows: <see cref="long.MaxValue"/> is counted only.</summary>
    public static string Allowed(Limit<long> limit) => limit switch
    {
        { Comparison: Comparison.AtMost, Bound: long.MaxValue } => "counted only",
        { Comparison: Comparison.AtMost } => $"expected at most {limit.Bound}",
        { Comparison: Comparison.AtLeast } => $"expected at least {limit.Bound}",
        _ => $"expected {limit.Bound}",
    };

    /// <summary>Flaws that are not held against the limit.</summary>
    public static string Beside(long counted) => counted > 0 ? $" beside {counted} that are only counted" : "";

    /// <summary>On a count that is certain as far as it goes: what is in doubt could only add to it.</summary>
    public static Verdict Verdict(Limit<long> limit, long count, bool inDoubt) =>
        limit.Comparison != Comparison.AtLeast && count > limit.Bound ? Checking.Verdict.Failed
        : inDoubt ? Checking.Verdict.Inconclusive
        : limit.Allows(count) ? Checking.Verdict.Passed
        : Checking.Verdict.Failed;

    public static string Fault(Model.Fault fault) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());

    public static string Epoch(long? epoch) =>
        epoch is { } known ? $"epoch {known.ToString(CultureInfo.InvariantCulture)}" : "epoch unknown";

    public static Figure Figure(string name, TimeSpan time) => new(name, Math.Round(time.TotalSeconds, 6), "s");
}
