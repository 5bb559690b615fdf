using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Controllers whose quorum nobody can write through, because no broker lives.</summary>
public sealed class MuteQuorumTests
{
    private static readonly string[] Brokers = ["kafka-a-1", "kafka-b-1", "kafka-c-1"];

    [Test]
    public void ALeaderThatLeadsOnShowsItsMajority()
    {
        var finding = BrokersLost().Find("quorum");
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Passed), finding.Statement);
        Assert.That(finding.Statement, Does.Contain("no broker lived").And.Contain("controller-b-1"));
    }

    [Test]
    public void ALeaderOfAHigherEpochShowsItToo()
    {
        var story = BrokersLost();
        story.Add(new MemberRole("controller-b-1", S(29.9), MemberMode.Follower, 2) { At = S(30) });
        story.Add(new MemberRole("controller-c-1", S(29.9), MemberMode.Leader, 2) { At = S(30) });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Passed));
        Assert.That(story.Find("quorum").Statement, Does.Contain("controller-c-1"));
    }

    [Test]
    public void WhereNobodyLeadsNothingIsShown()
    {
        var story = BrokersLost();
        story.Add(new MemberRole("controller-b-1", S(22.9), MemberMode.NotServing, null) { At = S(23) });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("quorum").Statement, Does.Contain("leave a broker up"));
    }

    [Test]
    public void TheTimeWithoutABrokerIsNotHeldAgainstTheQuorum() =>
        Assert.That(BrokersLost().Find("quorum-windows").Verdict, Is.EqualTo(Verdict.Passed));

    /// <summary>All brokers are killed at 20 s and started at 40 s, and no controller is.</summary>
    private static Story BrokersLost()
    {
        var story = KRaftStory.Of(combined: false);
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Target = new Target.Nodes(Brokers) }, story.Scenario.Steps[1]] };
        story.Change<FaultRequested>(_ => true, one => one with { Nodes = Brokers });
        story.Remove<MemberRole>(role => role.At > S(20));
        story.Remove<ControllerSeen>(seen => seen.Epoch == 2);
        foreach (var one in story.Of<FaultApplied>().Where(one => one.Node == "kafka-b-1").ToList())
        {
            story.Add(one with { Node = "kafka-a-1" });
            story.Add(one with { Node = "kafka-c-1" });
        }

        foreach (var one in story.Of<NodeProcess>().Where(one => one.Node == "kafka-b-1").ToList())
        {
            story.Add(one with { Node = "kafka-a-1" });
            story.Add(one with { Node = "kafka-c-1" });
        }

        story.Remove<FaultApplied>(one => one.Node == "controller-b-1");
        story.Remove<NodeProcess>(one => one.Node == "controller-b-1");
        story.Change<QuorumWrite>(write => write.Invoked > S(19.95) && write.Invoked < S(44), write => write with { Outcome = Outcome.Unknown });
        return story;
    }
}
