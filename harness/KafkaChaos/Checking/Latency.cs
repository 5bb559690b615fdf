using System.Globalization;

namespace KafkaChaos.Checking;

/// <summary>How long acknowledgements took before, during and after each fault, from when each record was due. It states figures and never objects: <see cref="Availability"/> holds a bound.</summary>
internal sealed class Latency : IChecker
{
    private const string Property = "latency";
    private const int MostInWords = 7;

    private static readonly (string Name, int PerMille)[] Percentiles = [("p50", 500), ("p90", 900), ("p99", 990), ("p99.9", 999)];

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is null)
        {
            return [];
        }

        var ledger = Ledger.Of(trial.History);
        if (ledger.Acknowledged == 0)
        {
            return [Say.Passed(Property, "no record was acknowledged, so there is no latency (counted only)")];
        }

        var windows = ledger.Latencies.Windows().ToList();
        var told = windows.Where(window => window.Acknowledged.Count > 0).Select(Sentence).ToList();
        var more = told.Count > MostInWords ? $" and {told.Count - MostInWords} stretches more" : "";
        return [Say.Passed(Property, $"from when they were due, 99 % of the records that were acknowledged were so within {Say.List(told.Take(MostInWords))}{more} (counted only)",
            windows.SelectMany(Figures), windows.Select(Evidence))];
    }

    private static string Sentence(LatencyWindow window) =>
        $"{Say.Milliseconds(window.Acknowledged.PerMille(990))} {window.Name}{(window.Fault is { } fault ? $" ({fault.What})" : "")}";

    private static IEnumerable<Figure> Figures(LatencyWindow window)
    {
        foreach (var (name, share) in window.Acknowledged.Count > 0 ? Percentiles : [])
        {
            yield return Milliseconds($"{window.Name} {name}", window.Acknowledged.PerMille(share));
        }

        if (window.Acknowledged.Count > 0)
        {
            yield return Milliseconds($"{window.Name} max", window.Acknowledged.Most);
        }

        yield return new($"{window.Name} acknowledged", window.Acknowledged.Count, "records");
        yield return new($"{window.Name} not acknowledged", window.Rest, "records");
    }

    private static Evidence Evidence(LatencyWindow window)
    {
        var times = window.Acknowledged.Count == 0 ? "none of its records was acknowledged"
            : $"{string.Join(", ", Percentiles.Select(one => $"{one.Name} {Say.Milliseconds(window.Acknowledged.PerMille(one.PerMille))}"))}, max {Say.Milliseconds(window.Acknowledged.Most)} of {window.Acknowledged.Count.ToString(CultureInfo.InvariantCulture)} acknowledged";
        var rest = window.Rest > 0 ? $"; {Say.Count(window.Rest, "record")} not acknowledged" : "";
        return new(window.From > TimeSpan.MinValue ? window.From : null, "delivery reports", $"{window.Name}{(window.Fault is { } fault ? $" ({fault.What})" : "")}: {times}{rest}");
    }

    private static Figure Milliseconds(string name, TimeSpan time) => new(name, Math.Round(time.TotalMilliseconds, 3), "ms");
}
