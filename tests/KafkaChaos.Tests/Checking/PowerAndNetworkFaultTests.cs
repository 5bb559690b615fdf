using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class PowerAndNetworkFaultTests
{
    [Test]
    public void ALossOfPowerThatWasSilentPasses()
    {
        var judged = PoweredOff().Judge();
        Assert.That(judged.Verdict, Is.EqualTo(Verdict.Passed), string.Join('\n', judged.Findings.Where(one => one.Verdict != Verdict.Passed).Select(one => one.Statement)));
    }

    [Test]
    public void ALossOfPowerWithoutItsEvidenceIsInDoubt()
    {
        (string Words, Action<Story> Spoil)[] cases =
        [
            ("kafka-b-1 was not seen to fall silent", story => story.Change<FaultApplied>(one => one is { Step: 0, Node: "kafka-b-1" }, one => one with { Silenced = null })),
            ("the disk of kafka-b-1 was not seen to be shut", story => story.Change<FaultApplied>(one => one is { Step: 0, Node: "kafka-b-1" }, one => one with { DiskShut = null })),
            ("2 packets left kafka-b-1 while it was off", story => story.Change<FaultApplied>(one => one is { Step: 1, Node: "kafka-b-1" }, one => one with { Packets = 2 })),
            ("an unknown number of packets left kafka-b-1", story => story.Change<FaultApplied>(one => one is { Step: 1, Node: "kafka-b-1" }, one => one with { Packets = null })),
        ];
        foreach (var (words, spoil) in cases)
        {
            var story = PoweredOff();
            spoil(story);
            Assert.That(story.Judge().Findings.Where(one => one is { Property: "bite", Verdict: Verdict.Inconclusive }).Select(one => one.Statement), Has.One.Contains(words));
        }
    }

    [TestCase(8192L, 0L, 0L, 8192L, null)]
    [TestCase(null, 0L, 0L, 8192L, "the disk of kafka-b-1 was not seen to lose its room")]
    [TestCase(8192L, null, 0L, 8192L, "the disk of kafka-b-1 was not seen to lose its room")]
    [TestCase(0L, 0L, 0L, 8192L, "the disk of kafka-b-1 was not seen to lose its room")]
    [TestCase(8192L, 0L, null, 8192L, "the disk of kafka-b-1 was not seen to get its room back")]
    [TestCase(8192L, 0L, 0L, null, "the disk of kafka-b-1 was not seen to get its room back")]
    [TestCase(8192L, 0L, 8192L, 8192L, "the disk of kafka-b-1 was not seen to get its room back")]
    public void AFullDiskLosesItsRoomAndGetsItBack(long? before, long? full, long? still, long? after, string? doubt)
    {
        var story = As(Fault.FillDisk, Fault.Empty);
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { RoomBefore = 8192, RoomAfter = 0 });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { RoomBefore = 0, RoomAfter = 8192 });
        story.Change<FaultApplied>(one => one is { Step: 0, Node: "kafka-b-1" }, one => one with { RoomBefore = before, RoomAfter = full });
        story.Change<FaultApplied>(one => one is { Step: 1, Node: "kafka-b-1" }, one => one with { RoomBefore = still, RoomAfter = after });
        Assert.That(Room(story), doubt is null ? Is.Empty : Has.One.Contains(doubt));

        static IEnumerable<string> Room(Story story) => story.Judge().Findings.Where(one => one.Property == "bite" && one.Statement.Contains("its room", StringComparison.Ordinal)).Select(one => one.Statement);
    }

    [TestCase("old", "new", null)]
    [TestCase("old", "old", "the disk of kafka-a-1 has the file system that it had, old")]
    [TestCase("old", null, "the disk of kafka-a-1 was not seen to be made new")]
    [TestCase(null, "new", "the disk of kafka-a-1 was not seen to be made new")]
    public void AWipedDiskHasAnotherFileSystem(string? before, string? after, string? doubt)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [.. story.Scenario.Steps, story.Scenario.Steps[1] with { Fault = Fault.Wipe, Target = new Target.Nodes(["kafka-a-1"]) }] };
        story.Add(new FaultRequested(2, Fault.Wipe, ["kafka-a-1"], "kafka-a-1", "SIGTERM") { At = S(45) });
        story.Add(new FaultApplied(2, Fault.Wipe, "kafka-a-1", S(45.1), S(49), S(49), "stopped, wiped, serves again") { At = S(49), FileSystemBefore = before, FileSystemAfter = after });
        var third = story.Judge().Findings.Single(one => one.Property == "bite" && one.Statement.StartsWith("step 3", StringComparison.Ordinal));
        Assert.That(third.Statement, doubt is null ? Does.Not.Contain("disk") : Does.Contain(doubt));
    }

    [Test]
    public void AnIsolationFromAllCountsAsALossOfTheNodes()
    {
        var judged = Isolated(Peers.Nodes, Peers.ZooKeeper, Peers.Clients).Judge();
        Assert.That(judged.Verdict, Is.EqualTo(Verdict.Passed), string.Join('\n', judged.Findings.Where(one => one.Verdict != Verdict.Passed).Select(one => one.Statement)));
        Assert.That(judged.Findings.Single(one => one.Property == "leaders").Statement, Does.Contain("after the isolate of"));
    }

    [Test]
    public void AnIsolationThatDroppedNothingIsInDoubt()
    {
        var story = Isolated(Peers.Nodes, Peers.ZooKeeper, Peers.Clients);
        story.Change<FaultApplied>(one => one is { Step: 0, Node: "kafka-b-1" }, one => one with { Packets = 0 });
        Assert.That(story.Find("bite").Statement, Does.Contain("no packet of kafka-b-1 was seen to be dropped"));
    }

    [Test]
    public void AnIsolationFromClientsAloneTakesNobodyFromTheCluster()
    {
        var story = Isolated(Peers.Clients);
        Assert.That(Strike.All(story.History, story.Scenario.Topology, S(50)), Is.Empty);
        // Nobody else may be written to in its place: the bound lasts until the undo.
        Assert.That(story.Trial.Expect.UnavailableAtMost, Is.GreaterThan(S(20)));
    }

    [Test]
    public void AHealThatLeftSomethingOrWasNotLookedAtIsInDoubt()
    {
        foreach (var (remains, words) in new (string[]?, string)[]
        {
            (null, "step 2 (heal) is in doubt: nobody looked whether anything of what was laid on the network of kafka-b-1 still stands"),
            (["-N kc-cut1-in", "packet queue 1"], "step 2 (heal) is in doubt: on the network of kafka-b-1 there still stood: -N kc-cut1-in; packet queue 1"),
        })
        {
            var story = Isolated(Peers.Clients);
            Assert.That(story.Judge().Findings.Where(one => one is { Property: "bite", Verdict: not Verdict.Passed }), Is.Empty);
            story.Change<FaultApplied>(one => one is { Step: 1, Node: "kafka-b-1" }, one => one with { Remains = remains });
            Assert.That(story.Judge().Findings.Single(one => one is { Property: "bite", Verdict: Verdict.Inconclusive }).Statement, Is.EqualTo(words));
        }
    }

    [Test]
    public void APartOfARollingStepIsNoneOfItsEvidence()
    {
        var story = As(Fault.Kill, Fault.Start);
        story.Add(new FaultApplied(0, Fault.Stop, "kafka-a-1", S(20), S(20.1), S(20.05), "a part") { At = S(20.1) });
        Assert.That(story.Find("bite").Figures.Single(figure => figure.Name == "nodes").Value, Is.EqualTo(2));
    }

    [Test]
    public void AProcessThatAFullDiskEndedIsNoSurprise()
    {
        var story = As(Fault.FillDisk, Fault.Empty);
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void AProducerThatGaveUpByALossIsExpectedWhereTheLossIs()
    {
        var story = new Story();
        story.Add(new ProducerFailed(Story.Producer, ProducerFailure.Fatal, "OutOfOrderSequenceNumber: desynchronized") { At = S(45) });
        Assert.That(story.Find("producer").Verdict, Is.EqualTo(Verdict.Failed));
        story.Scenario = story.Scenario with { Expect = story.Scenario.Expect with { Lost = new Limit<long>(Comparison.AtLeast, 5) } };
        Assert.That(story.Find("producer").Verdict, Is.EqualTo(Verdict.Passed));
        story.Change<ProducerFailed>(_ => true, one => one with { Reason = "TopicAuthorizationFailed: no" });
        Assert.That(story.Find("producer").Verdict, Is.EqualTo(Verdict.Failed));
    }

    private static Story PoweredOff()
    {
        var story = As(Fault.PowerOff, Fault.PowerOn);
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { Freezing = S(20.01), Died = S(20.06), Silenced = S(20.04), DiskShut = S(20.03) });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { Packets = 0 });
        return story;
    }

    private static Story Isolated(params Peers[] from)
    {
        var story = As(Fault.Isolate, Fault.Heal);
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { From = from, Direction = Direction.Both });
        story.Change<FaultApplied>(_ => true, one => one with { Packets = 3, Remains = one.Step == 1 ? [] : null });
        story.Remove<NodeProcess>();
        return story;
    }

    internal static Story As(Fault fault, Fault undo)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Fault = fault }, story.Scenario.Steps[1] with { Fault = undo }] };
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { Fault = fault });
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { Fault = undo });
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { Fault = fault });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { Fault = undo });
        return story;
    }
}
