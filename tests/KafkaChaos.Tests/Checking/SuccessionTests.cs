using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Who leads the ensemble after a leader was stopped that came back at once.</summary>
public sealed class SuccessionTests
{
    [TestCase("zookeeper-c-1", 3, Verdict.Passed)]
    [TestCase("zookeeper-c-1", 2, Verdict.Inconclusive)]
    [TestCase("zookeeper-a-1", 3, Verdict.Passed)]
    [TestCase("zookeeper-a-1", 2, Verdict.Failed)]
    public void AMemberThatIsBackInTimeMayWinTheElectionAfterItsOwnRestart(string leader, long epoch, Verdict verdict)
    {
        var story = Restarted(Fault.Restart, leader, epoch);
        Assert.That(Last(story).Verdict, Is.EqualTo(verdict), Last(story).Statement);
    }

    [Test]
    public void AMemberThatIsBroughtBackByAnotherStepIsNoSuccessor() =>
        Assert.That(Last(Restarted(Fault.Stop, "zookeeper-c-1", 3)).Verdict, Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void ALeaderThatIsFirstSeenAfterABrokerWasStruckIsASuccessor()
    {
        var story = Restarted(Fault.Restart, "zookeeper-a-1", 3);
        story.Add(new FaultRequested(3, Fault.Kill, ["kafka-a-1"], "node kafka-a-1", "SIGKILL") { At = S(46.15) });
        story.Add(new FaultApplied(3, Fault.Kill, "kafka-a-1", S(46.15), S(46.16), S(46.16), "exit code 137") { At = S(46.16) });
        story.Scenario = story.Scenario with { Steps = [.. story.Scenario.Steps, new Step(null, S(1), Fault.Kill, new Target.Nodes(["kafka-a-1"]))] };
        Assert.That(Last(story).Verdict, Is.EqualTo(Verdict.Passed), Last(story).Statement);

        // Near it: a member is struck, and the look may have seen what came of that.
        story.Change<FaultRequested>(one => one.Step == 3, one => one with { Nodes = ["zookeeper-b-1"] });
        Assert.That(Last(story).Verdict, Is.EqualTo(Verdict.Inconclusive), Last(story).Statement);
    }

    private static Finding Last(Story story) => story.Judge().Findings.Last(finding => finding.Property == "quorum" && finding.Statement.Contains("stop of zookeeper-c-1", StringComparison.Ordinal));

    /// <summary>The leader zookeeper-c-1 is stopped at 45 s, and back at 45.5 s; who leads is seen at 46.2 s.</summary>
    private static Story Restarted(Fault step, string leader, long epoch)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [.. story.Scenario.Steps, new Step(null, S(5), step, new Target.Nodes(["zookeeper-c-1"]))] };
        story.Add(new FaultRequested(2, Fault.Stop, ["zookeeper-c-1"], "node zookeeper-c-1", "SIGTERM") { At = S(45) });
        story.Add(new FaultApplied(2, Fault.Stop, "zookeeper-c-1", S(45), S(45.2), S(45.1), "exit code 143") { At = S(45.2) });
        story.Add(new MemberRole("zookeeper-c-1", S(45.1), MemberMode.Silent, null) { At = S(45.2) });
        story.Add(new FaultRequested(2, Fault.Start, ["zookeeper-c-1"], "node zookeeper-c-1", "supervised start") { At = S(45.3) });
        story.Add(new FaultApplied(2, Fault.Start, "zookeeper-c-1", S(45.3), S(46.3), S(45.5), "serves again") { At = S(46.3) });
        story.Add(new MemberRole(leader, S(46.1), MemberMode.Leader, epoch) { At = S(46.2) });
        return story;
    }
}
