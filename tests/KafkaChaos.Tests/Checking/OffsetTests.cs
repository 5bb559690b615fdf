using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Records at other offsets than acknowledged, and offsets that two values claim.</summary>
public sealed class OffsetTests
{
    [Test]
    public void ARecordAtAnotherOffsetThanAcknowledgedIsMoved()
    {
        var story = new Story();
        story.Change<SendOperation>(send => send is { Partition: 2, Sequence: 8 }, send => send with { Offset = 900 });
        story.OnlyObjects("moved");
        story.Change<SendOperation>(send => send is { Partition: 2, Sequence: 8 }, send => send with { Offset = null });
        story.Passes();
    }

    [Test]
    public void ARecordThatWasLostAndCameBackElsewhereIsOnlyCountedWhereALossIsAllowed()
    {
        // Its place is another's; a copy that had waited at another broker came behind that.
        var story = new Story(outcome: number => number == 20 ? Outcome.Unknown : Outcome.Ok);
        story.Change<ReadRecord>(read => read is { Partition: 0, Sequence: 21 }, read => read with { Sequence = 20 });
        story.Add(new ReadRecord(Story.Topic, 0, 900, Story.Producer, 21) { At = S(50.3) });
        Assert.That(Verdicts(), Is.EqualTo((Verdict.Failed, Verdict.Failed)));
        story.Scenario = story.Scenario with { Expect = new Expectations(Lost: Limit.AtMost(1L)) };
        Assert.That(Verdicts(), Is.EqualTo((Verdict.Passed, Verdict.Passed)));
        Assert.That(story.Find("moved").Statement, Does.StartWith("1 acknowledged records stand at another offset"));

        // Two that were read at one offset contradict each other all the same.
        story.Add(new ReadRecord(Story.Topic, 0, 30, Story.Producer, 31) { At = S(50.3) });
        Assert.That(Verdicts(), Is.EqualTo((Verdict.Passed, Verdict.Failed)));

        (Verdict, Verdict) Verdicts() => (story.Find("moved").Verdict, story.Find("inconsistent-offsets").Verdict);
    }

    [Test]
    public void AnOffsetWithTwoValuesIsInconsistentBetweenReadsAndBetweenAcknowledgementAndRead()
    {
        var reads = new Story(outcome: number => number == 20 ? Outcome.Unknown : Outcome.Ok);
        reads.Add(new ReadRecord(Story.Topic, 0, 21, Story.Producer, 20) { At = S(50.3) });
        Assert.That(reads.OnlyObjects("inconsistent-offsets").Evidence[0].Text, Does.Contain("offset 21").And.Contain("#20").And.Contain("#21"));

        // What a truncation leaves: the acknowledged offset is another's now, and the record is gone. It counts once, as lost.
        var truncated = new Story(outcome: number => number == 20 ? Outcome.Unknown : Outcome.Ok);
        truncated.Change<ReadRecord>(read => read is { Partition: 0, Sequence: 21 }, read => read with { Sequence = 20 });
        Assert.That(truncated.Judge().Findings.Where(finding => finding.Verdict == Verdict.Failed).Select(finding => finding.Property), Is.EqualTo((string[])["lost"]));

        // Two more values at the offset of what is lost contradict each other all the same.
        truncated.Add(new ReadRecord(Story.Topic, 0, 21, Story.Producer, 22) { At = S(50.3) });
        Assert.That(truncated.Judge().Findings.Where(finding => finding.Verdict == Verdict.Failed).Select(finding => finding.Property), Does.Contain("inconsistent-offsets"));
    }
}
