using KafkaChaos.Checking;
using Spectre.Console;

namespace KafkaChaos.Reports;

/// <summary>Verdicts for the eye: only what did not pass shouts.</summary>
internal static class VerdictWords
{
    public static Text Of(Verdict verdict) => verdict switch
    {
        Verdict.Passed => new Text("passed", new Style(Color.Green)),
        Verdict.Failed => new Text("FAILED", Failed),
        _ => new Text("INCONCLUSIVE", Doubtful),
    };

    public static Style StyleOf(Verdict verdict) => verdict switch
    {
        Verdict.Passed => new Style(Color.Green, decoration: Decoration.Bold),
        Verdict.Failed => Failed,
        _ => Doubtful,
    };

    /// <summary>Such as <c>FAILED  2 properties failed, 1 inconclusive, 15 hold  (exit code 1)</c>.</summary>
    public static string Last(Judgement judgement, int exitCode)
    {
        var (failed, doubtful, held) = (Number(judgement, Verdict.Failed), Number(judgement, Verdict.Inconclusive), Number(judgement, Verdict.Passed));
        var parts = new List<string>();
        if (failed > 0)
        {
            parts.Add($"{Properties(failed)} failed");
        }

        if (doubtful > 0)
        {
            parts.Add($"{(failed > 0 ? Printable.Count(doubtful) : Properties(doubtful))} inconclusive");
        }

        if (held > 0)
        {
            parts.Add($"{(parts.Count > 0 ? Printable.Count(held) : Properties(held))} {(held == 1 ? "holds" : "hold")}");
        }

        return $"{judgement.Verdict.ToString().ToUpperInvariant()}  {(parts.Count == 0 ? "nothing was judged" : string.Join(", ", parts))}  (exit code {exitCode})";
    }

    private static Style Failed { get; } = new(Color.Red, decoration: Decoration.Bold);

    private static Style Doubtful { get; } = new(Color.Yellow, decoration: Decoration.Bold);

    private static int Number(Judgement judgement, Verdict verdict) => judgement.Findings.Count(finding => finding.Verdict == verdict);

    private static string Properties(int number) => $"{number} {(number == 1 ? "property" : "properties")}";
}
