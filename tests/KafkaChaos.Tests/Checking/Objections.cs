using KafkaChaos.Checking;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

/// <summary>What must be said of a story.</summary>
internal static class Objections
{
    /// <summary>Only this property is not passed, and it is this.</summary>
    internal static Finding OnlyObjects(this Story story, string property, Verdict verdict = Verdict.Failed)
    {
        var judgement = story.Judge();
        var objections = judgement.Findings.Where(finding => finding.Verdict != Verdict.Passed).ToList();
        var said = string.Join("\n", objections.Select(finding => $"{finding.Property} {finding.Verdict}: {finding.Statement}"));
        Assert.That(objections.Select(finding => finding.Property), Is.EqualTo(new[] { property }), said);
        Assert.That(objections[0].Verdict, Is.EqualTo(verdict), said);
        Assert.That(judgement.Verdict, Is.EqualTo(verdict));
        return objections[0];
    }

    /// <summary>This property fails, and by it the prediction; nothing else is objected to.</summary>
    internal static Finding RefutesBy(this Story story, string property)
    {
        var objections = story.Judge().Findings.Where(finding => finding.Verdict != Verdict.Passed).ToList();
        var said = string.Join("\n", objections.Select(finding => $"{finding.Property} {finding.Verdict}: {finding.Statement}"));
        Assert.That(objections.Select(finding => finding.Property), Is.EquivalentTo(new[] { property, "survival" }), said);
        Assert.That(objections, Has.All.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Failed), said);
        return objections.First(finding => finding.Property == property);
    }

    /// <summary>This property is inconclusive, and nothing is failed.</summary>
    internal static Finding IsInconclusiveBy(this Story story, string property)
    {
        var judgement = story.Judge();
        var said = string.Join("\n", judgement.Findings.Where(finding => finding.Verdict != Verdict.Passed).Select(finding => $"{finding.Property} {finding.Verdict}: {finding.Statement}"));
        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Inconclusive), said);
        var finding = judgement.Findings.FirstOrDefault(finding => finding.Property == property && finding.Verdict == Verdict.Inconclusive);
        Assert.That(finding, Is.Not.Null, said);
        return finding!;
    }

    internal static void Passes(this Story story)
    {
        var objections = story.Judge().Findings.Where(finding => finding.Verdict != Verdict.Passed);
        Assert.That(objections.Select(finding => $"{finding.Property} {finding.Verdict}: {finding.Statement}"), Is.Empty);
    }
}
