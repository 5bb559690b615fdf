using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

/// <summary>A history that ends early is that of a harness that died: the cluster is not blamed for what it had no time to do.</summary>
public sealed class DiedRunTests
{
    [Test]
    public void ARunThatWentWellAndDiesAtAnyMomentIsInconclusive()
    {
        var whole = new Story();
        List<HistoryEvent> events = [.. whole.History.Events];
        for (var length = 1; length < events.Count; length++)
        {
            var story = whole.Copy();
            story.Keep(events.Take(length));
            if (events.Take(length).Any(one => one is RunEnded))
            {
                continue;
            }

            var judgement = story.Judge();
            var failed = judgement.Findings.Where(finding => finding.Verdict == Verdict.Failed).Select(finding => $"{finding.Property}: {finding.Statement}").ToList();
            Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Inconclusive), $"after {length} events, at {events[length - 1].At}: {string.Join('\n', failed)}");
        }
    }
}
