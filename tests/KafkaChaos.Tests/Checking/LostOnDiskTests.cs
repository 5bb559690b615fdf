using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class LostOnDiskTests
{
    [Test]
    public void WithoutALossNothingIsSaid() => Assert.That(new Story().Judge().Findings.Select(one => one.Property), Does.Not.Contain("lost-on-disk"));

    [Test]
    public void OfALossThatNobodyLookedIntoNothingIsSaid() => Assert.That(Lossy().Judge().Findings.Select(one => one.Property), Does.Not.Contain("lost-on-disk"));

    [TestCase(0, Verdict.Passed, "1 stand on no replica's disk")]
    [TestCase(1, Verdict.Passed, "1 on some")]
    [TestCase(2, Verdict.Inconclusive, "1 stand on every replica's disk")]
    public void EachLostRecordIsOnNoneOnSomeOrOnAllDisks(int holders, Verdict expected, string words)
    {
        var story = Lossy();
        for (var replica = 0; replica < 2; replica++)
        {
            SequenceSpan[] without = [new(Story.Producer, 0, 29), new(Story.Producer, 31, 90)];
            story.Add(new ReplicaLog($"kafka-{replica}", Story.Topic, 1, 90, replica < holders ? [new(Story.Producer, 0, 90)] : without) { At = S(51) });
        }

        var finding = story.Find("lost-on-disk");
        Assert.That((finding.Verdict, finding.Statement), Is.EqualTo((expected, finding.Statement)), finding.Statement);
        Assert.That(finding.Statement, Does.Contain(words));
    }

    private static Story Lossy()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 30 });
        return story;
    }
}
