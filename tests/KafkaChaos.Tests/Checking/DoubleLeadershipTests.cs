using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class DoubleLeadershipTests
{
    [Test]
    public void TwoControllersInOneEpochAreAFailure()
    {
        var story = new Story();
        story.Add(new ControllerSeen(S(28), 1, 2) { At = S(28.1) });
        var finding = story.OnlyObjects("double-leadership");
        Assert.That(finding.Statement, Does.Contain("the controller in epoch 2 was kafka-c-1 and kafka-a-1"));
        Assert.That(finding.Evidence, Has.All.Property(nameof(Evidence.Fault)).StartsWith("during step 1"));
    }

    [Test]
    public void AnOldControllerThatOneLookPairedWithTheNextEpochIsNone()
    {
        // The look at 26.55 s read the controller before the election and the epoch after it; the next one saw both anew.
        var story = new Story();
        story.Change<ControllerSeen>(one => one.Broker is null, one => one with { Since = S(26.4), Broker = 2, Epoch = 2, At = S(26.55) });
        story.Change<ControllerSeen>(one => one.Broker == 3, one => one with { Since = S(26.5) });
        story.Passes();

        story.Change<ControllerSeen>(one => one.Broker == 3, one => one with { Since = S(26.6) });
        story.OnlyObjects("double-leadership");
    }

    [Test]
    public void TwoLeadersOfAPartitionInOneLeaderEpochAreAFailure()
    {
        var story = new Story();
        story.Change<PartitionState>(state => state.Partition == 0 && state.At == S(46), state => state with { Leader = 3 });
        Assert.That(story.OnlyObjects("double-leadership").Statement, Does.Contain("orders/0 in epoch 1 was kafka-a-1 and kafka-c-1"));
    }

    [Test]
    public void ANewLeaderAtAHigherEpochAndNoLeaderAtThatOfAnotherAreNone()
    {
        var story = new Story();
        story.Change<PartitionState>(state => state.Partition == 0 && state.At == S(46), state => state with { Leader = 3, LeaderEpoch = 2 });
        story.Passes();
        story.Add(new PartitionState(Story.Topic, 0, S(29), -1, 1, [1, 3], 2) { At = S(30) });
        story.Add(new PartitionState(Story.Topic, 0, S(30), 1, 1, [1, 3], 2) { At = S(31) });
        story.Passes();
    }

    [Test]
    public void WithoutAnObservationItIsInconclusive()
    {
        var story = new Story();
        story.Remove<ControllerSeen>();
        story.Remove<PartitionState>();
        Assert.That(story.Find("double-leadership").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void TwoMembersThatLedAtOnceInDifferentEpochsAreToldAndNotObjectedTo()
    {
        var story = new Story();
        Assert.That(AtOnce(story), Is.EqualTo(0));

        // Cut off, the old leader went on saying that it leads, last in a look begun at 22 s; the new one was seen at 20.5 s.
        story.Change<MemberRole>(role => role is { Node: "zookeeper-b-1", Mode: MemberMode.Silent }, role => role with { Since = S(22), At = S(22.1) });
        Assert.That(AtOnce(story), Is.EqualTo(1.5));
        Assert.That(story.Find("quorum-leadership"), Has.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Passed).And.Property(nameof(Finding.Statement)).Contain("two of them at once for 1.5 s"));
    }

    private static double AtOnce(Story story) => story.Find("quorum-leadership").Figures.Single(figure => figure.Name == "two at once").Value;
}
