using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>What must follow from a strike: nothing where a session stood through it, and nothing for certain where it is not known to have bitten.</summary>
public sealed class StrikeTests
{
    private const string Broker = "kafka-b-1";

    private static readonly string[] Consequences = ["controller", "leaders", "recovery"];

    [TestCase(Fault.Pause)]
    [TestCase(Fault.Isolate)]
    public void ABrokerThatIsBackBeforeItsSessionEndsLeadsOn(Fault fault)
    {
        var story = Brief(fault);
        story.Passes();
        Assert.That(story.Find("leaders").Statement, Does.Contain("the 1 partition that they led kept leader and epoch"));
        Assert.That(story.Find("controller").Statement, Does.Contain("kept its session through the"));
        Assert.That(story.Find("recovery").Figures, Has.One.EqualTo(new Figure("recovery-time", 0, "s")));
    }

    [Test]
    public void ABrokerThatHadToRegisterAnewHadToBeReplaced()
    {
        var story = Brief(Fault.Pause);
        story.Add(new BrokerRegistration(2, S(22.4), true, 300) { At = S(22.5) });
        Fails(story, Consequences);
    }

    [Test]
    public void ASessionThatHadToEndBeforeTheUndoDidNotStand()
    {
        var story = Brief(Fault.Pause);
        Undone(story, 32);
        Fails(story, Consequences);
        Undone(story, 30.5);
        Assert.That(Of(story, Consequences), Has.All.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Passed));
    }

    [Test]
    public void AProcessThatEndedIsNotBackInItsSession()
    {
        var story = Brief(Fault.Kill);
        story.Add(new NodeProcess(Broker, ProcessChange.Exited, "exit code 137") { At = S(20.05) });
        story.Add(new NodeProcess(Broker, ProcessChange.Started, "running") { At = S(22.1) });
        Fails(story, Consequences);
    }

    [Test]
    public void ALeaderThatWasGivenUpInTheMeantimeIsNotTheSame()
    {
        var partition = Brief(Fault.Pause);
        partition.Add(new PartitionState(Story.Topic, 1, S(24), -1, 1, [1, 3], 1) { At = S(24.1) });
        Fails(partition, ["leaders"]);

        var controller = Brief(Fault.Pause);
        controller.Add(new ControllerSeen(S(24), null, 1) { At = S(24.1) });
        Fails(controller, ["controller"]);
    }

    [Test]
    public void NothingNeedFollowFromAStrikeThatIsNotKnownToHaveBitten()
    {
        var story = Ineffective();
        story.Remove<FaultApplied>(one => one is { Step: 0, Node: Broker });
        story.IsInconclusiveBy("bite");
        foreach (var finding in Of(story, Consequences))
        {
            Assert.That(finding.Verdict, Is.EqualTo(Verdict.Inconclusive), finding.Statement);
            Assert.That(finding.Statement, Does.Contain($"it was not seen to take effect on {Broker}"));
        }
    }

    [Test]
    public void WhatTheNemesisAloneSawProvesNothing()
    {
        var story = Ineffective();
        Assert.That(Of(story, Consequences), Has.All.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("leaders").Statement, Does.EndWith($"but the registration of {Broker} was not seen to end after it"));

        // The least that proves it: another saw it, or the process's end was seen.
        var gone = story.Copy();
        gone.Add(new BrokerRegistration(2, S(26.4), false, null) { At = S(26.5) });
        Fails(gone, Consequences);
        story.Add(new NodeProcess(Broker, ProcessChange.Exited, "exit code 137") { At = S(20.05) });
        story.Add(new NodeProcess(Broker, ProcessChange.Started, "running") { At = S(40.1) });
        Fails(story, Consequences);
    }

    [Test]
    public void AQuorumThatServesRefutesNothingWhereItsMemberMayNeverHaveBeenHit()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Expect = new Expectations(QuorumSurvives: false) };
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
        story.Remove<FaultApplied>(one => one is { Step: 0, Node: "zookeeper-b-1" });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("quorum").Statement, Does.StartWith("the prediction is refuted").And.EndsWith("but it was not seen to take effect on zookeeper-b-1"));
    }

    [Test]
    public void AStrikeIsNotProvenByWhatTheNextOneDid()
    {
        var story = Twice();
        Assert.That(story.IsInconclusiveBy("bite").Statement, Does.StartWith("step 1 (pause)").And.Contain($"the registration of {Broker} was not seen to end after it"));

        story.Add(new BrokerRegistration(2, S(14), false, null) { At = S(14.1) });
        story.Add(new BrokerRegistration(2, S(14.4), true, 150) { At = S(14.5) });
        Assert.That(story.Judge().Findings.Where(one => one.Property == "bite"), Has.All.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Passed));
    }

    [TestCase(43.6, Verdict.Passed)]
    [TestCase(43.8, Verdict.Inconclusive)]
    public void AStrikeIsNotProvenByASilenceLongAfterItsUndo(double at, Verdict verdict)
    {
        // Its undo was seen at 41.2 s, and others notice within 2.5 s.
        var story = new Story();
        story.Change<MemberRole>(one => one.Mode == MemberMode.Silent, one => one with { Since = S(at - 0.1), At = S(at) });
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(verdict), story.Find("bite").Statement);
    }

    [Test]
    public void ARestartIsSeenByOthersAndUnderLoad()
    {
        Restarted().Passes();
        (string Words, Action<Story> Spoil)[] cases =
        [
            ($"the registration of {Broker} was not seen to end after it", story => story.Remove<BrokerRegistration>(one => one.At > S(20))),
            ("zookeeper-b-1 was not seen silent after it", story => story.Remove<MemberRole>(one => one.Mode == MemberMode.Silent)),
            ($"{Broker} was not seen to stop", story => story.Remove<FaultApplied>(one => one is { Fault: Fault.Stop, Node: Broker })),
            ($"{Broker} was not seen to stop", story => story.Remove<FaultRequested>(one => one.Fault == Fault.Stop)),
            ("no record was due after it", story => story.Remove<SendOperation>(one => one.Scheduled > S(20))),
        ];
        foreach (var (words, spoil) in cases)
        {
            var story = Restarted();
            spoil(story);
            Assert.That(story.Find("bite").Verdict, Is.EqualTo(Verdict.Inconclusive), words);
            Assert.That(story.Find("bite").Statement, Does.Contain(words));
        }
    }

    [TestCase(Fault.Slow)]
    [TestCase(Fault.Isolate)]
    public void WhatTakesNobodyMustMeetALoadToo(Fault fault)
    {
        var story = Brief(fault);
        story.Change<FaultRequested>(one => one.Fault == Fault.Isolate, one => one with { From = [Peers.Clients] });
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(Verdict.Passed), story.Find("bite").Statement);
        story.Change<PhaseBegan>(one => one.Phase == Phase.FinalRead, one => one with { At = S(19) });
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("bite").Statement, Does.Contain("the load was over"));
    }

    private static IEnumerable<Finding> Of(Story story, string[] properties) =>
        story.Judge().Findings.Where(finding => properties.Contains(finding.Property));

    private static void Fails(Story story, string[] properties) =>
        Assert.That(Of(story, properties), Has.All.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Failed), string.Join('\n', Of(story, properties).Select(one => $"{one.Property}: {one.Statement}")));

    /// <summary>One broker, which is controller and leads, is struck at 20 s and let go at 22 s; nobody had to notice.</summary>
    private static Story Brief(Fault fault)
    {
        var (story, undo) = (new Story(), fault switch { Fault.Pause => Fault.Resume, Fault.Kill => Fault.Start, _ => Fault.Heal });
        Quiet(story);
        story.Remove<MemberRole>(one => one.At > S(20));
        story.Remove<NodeProcess>();
        story.Remove<FaultApplied>(one => one.Node != Broker);
        story.Scenario = story.Scenario with { Steps = [new Step("outage", S(10), fault, new Target.Nodes([Broker])), new Step(null, S(2), undo, new Target.SameAs("outage"))] };
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { Fault = fault, Nodes = [Broker], From = fault == Fault.Isolate ? [Peers.ZooKeeper] : null });
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { Fault = undo, Nodes = [Broker] });
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { Fault = fault, Freezing = fault == Fault.Pause ? S(20.01) : null, Packets = 3 });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { Fault = undo, Packets = 3, Remains = undo == Fault.Heal ? [] : null });
        Undone(story, 22);
        return story;
    }

    private static void Undone(Story story, double at)
    {
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { At = S(at) });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { Sent = S(at), Effect = S(at + 0.1), Seen = S(at + 0.2), At = S(at + 0.2) });
    }

    /// <summary>The kill of a zone, of whose broker nothing changed but by the nemesis's word.</summary>
    private static Story Ineffective()
    {
        var story = new Story();
        Quiet(story);
        return story;
    }

    // Whatever a broker's end brings about is taken out.
    private static void Quiet(Story story)
    {
        story.Remove<PartitionState>(one => one.At > S(20));
        story.Remove<ControllerSeen>(one => one.At > S(20));
        story.Remove<BrokerRegistration>(one => one.At > S(20));
        story.Remove<NodeProcess>(one => one.Node == Broker);
    }

    /// <summary>A pause before the kill, on the same broker, that showed nowhere.</summary>
    private static Story Twice()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [new Step("nap", S(1), Fault.Pause, new Target.Nodes([Broker])), new Step(null, S(1), Fault.Resume, new Target.SameAs("nap")), .. story.Scenario.Steps] };
        story.Change<FaultRequested>(_ => true, one => one with { Step = one.Step + 2 });
        story.Change<FaultApplied>(_ => true, one => one with { Step = one.Step + 2 });
        story.Add(new FaultRequested(0, Fault.Pause, [Broker], "node", "Docker") { At = S(11) });
        story.Add(new FaultApplied(0, Fault.Pause, Broker, S(11), S(11.1), S(11.1), "paused") { At = S(11.1) });
        story.Add(new FaultRequested(1, Fault.Resume, [Broker], "same as nap", "Docker") { At = S(12) });
        story.Add(new FaultApplied(1, Fault.Resume, Broker, S(12), S(12.1), S(12.1), "resumed") { At = S(12.1) });
        return story;
    }

    /// <summary>The outage as the stop and the start of one step.</summary>
    private static Story Restarted()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Fault = Fault.Restart, Options = new FaultOptions.Replacement(Rolling.No, false, null) }] };
        story.Change<FaultRequested>(_ => true, one => one with { Step = 0, Fault = one.Fault == Fault.Kill ? Fault.Stop : Fault.Start });
        story.Change<FaultApplied>(_ => true, one => one with { Step = 0, Fault = one.Fault == Fault.Kill ? Fault.Stop : Fault.Start });
        story.Add(new FaultRequested(0, Fault.Restart, Story.Victims, "zookeeper-leader is zookeeper-b-1, in zone b", "SIGTERM, supervised start") { At = S(19.99) });
        foreach (var victim in Story.Victims)
        {
            story.Add(new FaultApplied(0, Fault.Restart, victim, S(19.99), S(44.2), S(44.2), "stopped, serves again") { At = S(44.2) });
        }

        return story;
    }
}
