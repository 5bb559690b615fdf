using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

/// <summary>Whatever is objected to in any story rests on lines of its history, and names the fault.</summary>
internal static class Cited
{
    // Where a run went wrong is what they are about; in doubt they are held to it, too.
    private static readonly string[] OfTheCluster = ["bite", "unexpected-exits", "quorum", "quorum-leadership", "controller", "leaders", "leaders-at-end", "placement", "recovery"];

    // They judge stretches and counts, which no single lines show: of those, some name the fault.
    private static readonly string[] OfStretches = ["availability", "quorum-windows", "double-leadership", "producer", "consumer"];

    // What is not there has no line, and no moment.
    private static readonly (string Property, string Words)[] OfNothing =
    [
        ("bite", "was never taken"),
        ("quorum", "nothing was taken down"),
        ("quorum-leadership", "no leader with its epoch was seen"),
        ("leaders-at-end", "was never seen"),
        ("placement", "was not looked up"),
        ("recovery", "nothing was taken down"),
        ("lost", "expected at least"),
    ];

    /// <summary>Gives back the judgement, whose findings it has looked at.</summary>
    internal static Judgement IsCited(this Judgement judgement, Story story)
    {
        var (count, faults) = (story.Events.Count, story.Of<FaultRequested>().Any(one => one.Nodes.Count > 0 && one.Step >= 0 && !one.Fault.IsUndo()));
        foreach (var finding in judgement.Findings.Where(IsHeld))
        {
            var examples = finding.Evidence.Where(one => one.Lines is { Count: > 0 }).ToList();
            Assert.That(examples, Is.Not.Empty, $"{finding.Property} {finding.Verdict}: {finding.Statement}");
            Assert.That(examples.SelectMany(one => one.Lines!), Has.All.InRange(1, count));
            Assert.That(examples.Exists(one => one.Fault is not null) || !faults, $"{finding.Property} names no fault: {finding.Statement}");
        }

        return judgement;
    }

    private static bool IsHeld(Finding finding) =>
        (finding.Verdict == Verdict.Failed || (finding.Verdict == Verdict.Inconclusive && OfTheCluster.Contains(finding.Property)))
        && !OfStretches.Contains(finding.Property)
        && !finding.Statement.StartsWith("the checker broke", StringComparison.Ordinal)
        && !OfNothing.Any(one => one.Property == finding.Property && finding.Statement.Contains(one.Words, StringComparison.Ordinal));
}
