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

    [Test]
    public void WhereEveryCombinedNodeIsLostSoIsTheQuorum()
    {
        var story = AllLost();
        foreach (var property in new[] { "quorum", "quorum-windows", "controller", "bite" })
        {
            Assert.That(story.Find(property).Verdict, Is.EqualTo(Verdict.Passed), story.Find(property).Statement);
        }

        Assert.That(story.Find("quorum").Statement, Does.StartWith("the quorum was lost with the kill").And.Contain("as expected"));
    }

    [Test]
    public void AControllerThatLeadsWhereNoneCanRefutesThatTheQuorumIsLost()
    {
        var story = AllLost();
        story.Add(new MemberRole("kafka-c-1", S(24.9), MemberMode.Leader, 2) { At = S(25) });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("quorum").Statement, Does.StartWith("the prediction is refuted: kafka-c-1 led"));
    }

    /// <summary>All combined nodes are killed at 20 s and started at 40 s; one of them leads at 42 s.</summary>
    private static Story AllLost()
    {
        var story = KRaftStory.Of();
        ToAll(story);
        story.Remove<MemberRole>(role => role.At > S(20) && role.At < S(40));
        foreach (var node in Brokers)
        {
            story.Add(new MemberRole(node, S(20), MemberMode.Silent, null) { At = S(20.1) });
        }

        story.Add(new MemberRole("kafka-a-1", S(41.9), MemberMode.Follower, 2) { At = S(42) });
        story.Add(new MemberRole("kafka-c-1", S(41.9), MemberMode.Leader, 2) { At = S(42) });
        story.Change<ControllerSeen>(seen => seen.Epoch == 2, seen => seen with { Since = S(41.9), At = S(42) });
        return story;
    }

    /// <summary>All brokers are killed at 20 s and started at 40 s, and no controller is.</summary>
    private static Story BrokersLost()
    {
        var story = KRaftStory.Of(combined: false);
        ToAll(story);
        story.Remove<MemberRole>(role => role.At > S(20));
        story.Remove<ControllerSeen>(seen => seen.Epoch == 2);
        story.Remove<FaultApplied>(one => one.Node == "controller-b-1");
        story.Remove<NodeProcess>(one => one.Node == "controller-b-1");
        return story;
    }

    /// <summary>What went to the broker of zone b goes to all, and nobody writes until they are back.</summary>
    private static void ToAll(Story story)
    {
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Target = new Target.Nodes(Brokers) }, story.Scenario.Steps[1]] };
        story.Change<FaultRequested>(_ => true, one => one with { Nodes = Brokers });
        foreach (var node in Brokers.Where(node => node != "kafka-b-1"))
        {
            story.Keep([.. story.Events, .. story.Of<FaultApplied>().Where(one => one.Node == "kafka-b-1").Select(one => one with { Node = node }),
                .. story.Of<NodeProcess>().Where(one => one.Node == "kafka-b-1").Select(one => one with { Node = node })]);
        }

        story.Change<QuorumWrite>(write => write.Invoked > S(19.95) && write.Invoked < S(44), write => write with { Outcome = Outcome.Unknown });
    }
}
