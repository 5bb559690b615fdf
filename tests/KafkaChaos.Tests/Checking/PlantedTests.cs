using FsCheck;
using FsCheck.Fluent;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;
using Outcome = KafkaChaos.Histories.Outcome;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>One anomaly of a random kind, at a random place, in a random story that went well: exactly its checker objects.</summary>
public sealed class PlantedTests
{
    private const int Cases = 1_500;

    private static readonly (string Property, Verdict Verdict, Action<Story, Random> Plant)[] Anomalies =
    [
        ("lost", Verdict.Failed, (story, random) => Remove(story, Acknowledged(story, random))),
        ("lost", Verdict.Failed, (story, random) =>
        {
            var cut = Acknowledged(story, random);
            story.Remove<ReadRecord>(one => one.Partition == cut.Partition && one.Offset >= cut.Offset);
            story.Change<ReadEnded>(one => one.Partition == cut.Partition, one => one with { EndOffset = cut.Offset!.Value, Position = cut.Offset.Value, EndAfter = cut.Offset });
        }),
        ("duplicated", Verdict.Failed, (story, random) => story.Add(Found(story, random) with { Offset = 1_000 + random.Next(1_000) })),
        ("moved", Verdict.Failed, (story, random) =>
        {
            var moved = Acknowledged(story, random);
            story.Change<SendOperation>(one => one == moved, one => one with { Offset = 1_000 + random.Next(1_000) });
        }),
        ("reordered", Verdict.Failed, (story, random) =>
        {
            var one = Acknowledged(story, random);
            var others = story.Of<SendOperation>().Where(send => send.Partition == one.Partition && send.Outcome == Outcome.Ok && send != one).ToList();
            RecordTests.Swap(story, one.Partition, one.Sequence, others[random.Next(others.Count)].Sequence);
        }),
        ("inconsistent-offsets", Verdict.Failed, (story, random) =>
        {
            var unknown = Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Unknown && Next(story, one) is not null), random);
            story.Add(Next(story, unknown)! with { Sequence = unknown.Sequence });
        }),
        ("aborted-read", Verdict.Failed, (story, random) => story.Add(AtItsHole(Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Failed), random)))),
        ("phantom", Verdict.Failed, (story, random) => story.Add(Found(story, random) with { Offset = 1_000, Producer = random.Next(2) == 0 ? null : "stranger" })),
        ("duplicated", Verdict.Failed, (story, random) =>
        {
            var unknown = AtItsHole(Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Unknown), random));
            story.Add(unknown);
            story.Add(unknown with { Offset = 1_000 });
        }),
        ("znode-loss", Verdict.Failed, (story, random) => story.Change<QuorumRead>(_ => true, one => one with { Sequence = random.Next(369) })),
        ("znode-loss", Verdict.Failed, (story, random) =>
        {
            var from = random.Next(120, 300);
            story.Change<QuorumWrite>(one => one.Outcome == Outcome.Ok && one.Sequence > from, one => one with { Version = one.Version - 1 - random.Next(50) });
            story.Change<QuorumRead>(_ => true, one => one with { Version = 1_000 });
        }),
        ("quorum-leadership", Verdict.Failed, (story, random) => story.Add(new ZooKeeperRole("zookeeper-a-1", S(30), ZooKeeperMode.Leader, 2) { At = S(30 + random.Next(9)) })),
        ("quorum-windows", Verdict.Failed, (story, random) =>
        {
            var from = random.Next(22, 39);
            story.Change<QuorumWrite>(one => one.Invoked > S(from) && one.Invoked < S(from + 7), one => one with { Outcome = Outcome.Failed, Version = null });
        }),
        ("controller", Verdict.Failed, (story, _) => story.Remove<ControllerSeen>(one => one.Broker == 3)),
        ("leaders", Verdict.Failed, (story, _) => story.Remove<PartitionState>(one => one.Partition == 1 && one.At > S(20) && one.At < S(40))),
        ("placement", Verdict.Failed, (story, random) =>
        {
            var partition = random.Next(2);
            story.Change<ReplicaAssignment>(one => one.Partition == partition, one => one with { Replicas = [1, 3, 3] });
        }),
        ("availability", Verdict.Failed, (story, random) =>
        {
            var partition = random.Next(2);
            story.Change<SendOperation>(one => one.Partition == partition && one.At > S(26) && one.At < S(47), one => one with { At = S(47) });
        }),
        ("recovery", Verdict.Failed, (story, _) => story.Remove<ZooKeeperRole>(one => one.Node == "zookeeper-b-1" && one.At > S(40))),
        ("harness", Verdict.Inconclusive, (story, random) =>
        {
            var stalled = S(random.Next(11, 50));
            story.Change<HarnessLag>(one => one.At == stalled, one => one with { Lag = S(3) });
        }),
        ("harness", Verdict.Inconclusive, (story, random) =>
        {
            var drifted = S(random.Next(11, 50));
            story.Change<HarnessLag>(one => one.At == drifted, one => one with { ClockDrift = S(random.Next(2) == 0 ? 0.3 : -0.3) });
        }),
        ("producer", Verdict.Failed, (story, random) => story.Add(new ProducerFailed(Story.Producer, "fenced") { At = S(random.Next(11, 50)) })),
        ("unexpected-exits", Verdict.Inconclusive, (story, random) =>
        {
            // It is up again at once, and nothing but the engine saw it.
            var (node, at) = (story.Scenario.Topology.Nodes[random.Next(2)].Name, random.Next(21, 50));
            story.Add(new NodeProcess(node, ProcessChange.Exited, "exit code 1") { At = S(at) });
            story.Add(new NodeProcess(node, ProcessChange.Started, "running") { At = S(at + 0.5) });
        }),
        ("recovery", Verdict.Failed, (story, random) =>
            story.Add(new ZooKeeperRole("zookeeper-a-1", S(45), random.Next(2) == 0 ? ZooKeeperMode.Silent : ZooKeeperMode.NotServing, null) { At = S(46 + random.Next(6)) })),
        ("software", Verdict.Inconclusive, (story, random) =>
        {
            var node = story.Scenario.Topology.Nodes[random.Next(6)].Name;
            story.Change<ClusterDescribed>(_ => true, one => one with { Software = one.Software.ToDictionary(it => it.Key, it => it.Key == node ? $"{it.Value} of Debian" : it.Value) });
        }),
        ("leftovers", Verdict.Inconclusive, (story, _) => story.Change<LeftoverAudit>(_ => true, one => one with { Items = ["network x"] })),
        ("completed", Verdict.Inconclusive, (story, random) => story.Change<RunEnded>(_ => true, one => one with { How = random.Next(2) == 0 ? RunEnd.Aborted : RunEnd.Cancelled })),
        ("bite", Verdict.Inconclusive, (story, random) =>
        {
            var victim = Story.Victims[random.Next(2)];
            story.Change<FaultApplied>(one => one.Node == victim && one.Step == 0, one => one with { Effect = S(20.6) });
        }),
    ];

    [Test]
    public void ExactlyTheCheckerOfAPlantedAnomalyObjects()
    {
        var cases = Gen.Choose(0, Anomalies.Length - 1).SelectMany(kind => Gen.Choose(0, int.MaxValue).Select(seed => (Kind: kind, Seed: seed))).ToArbitrary();
        Prop.ForAll(cases, one => Objects(one.Kind, one.Seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    [Test]
    public void EveryKindOfAnomalyIsFoundAtLeastOnce()
    {
        for (var kind = 0; kind < Anomalies.Length; kind++)
        {
            Assert.That(Objects(kind, 1), Is.True, $"{Anomalies[kind].Property}, {kind}");
        }
    }

    private static bool Objects(int kind, int seed)
    {
        var random = new Random(seed);
        var story = Random(random);
        var before = story.Judge();
        if (before.Verdict != Verdict.Passed)
        {
            throw new InvalidOperationException($"the story itself: {string.Join("; ", before.Findings.Where(finding => finding.Verdict != Verdict.Passed))}");
        }

        var (property, verdict, plant) = Anomalies[kind];
        plant(story, random);
        var objections = story.Judge().Findings.Where(finding => finding.Verdict != Verdict.Passed).ToList();
        return objections.Count > 0 && objections.All(finding => finding.Property == property && finding.Verdict == verdict)
            ? true
            : throw new InvalidOperationException($"planted {property} ({kind}, seed {seed}), found: {string.Join("; ", objections.Select(finding => $"{finding.Property} {finding.Verdict} {finding.Statement}"))}");
    }

    /// <summary>Random outcomes, some of the unknown ones found.</summary>
    private static Story Random(Random random)
    {
        var (unknown, failed) = (random.Next(2, 9), random.Next(2, 9));
        var story = new Story(random.Next(2, 4), random.Next(2) == 0 ? 1 : 0.5, number =>
            number % 10 == unknown ? Outcome.Unknown : number % 11 == failed ? Outcome.Failed : Outcome.Ok);
        foreach (var send in story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Unknown).ToList())
        {
            if (random.Next(3) == 0)
            {
                story.Add(AtItsHole(send));
            }
        }

        return story;
    }

    private static ReadRecord AtItsHole(SendOperation send) =>
        new(send.Topic, send.Partition, send.Sequence, send.Producer, send.Sequence) { At = S(50.3) };

    private static void Remove(Story story, SendOperation send) =>
        story.Remove<ReadRecord>(one => one.Partition == send.Partition && one.Sequence == send.Sequence);

    private static SendOperation Acknowledged(Story story, Random random) =>
        Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Ok), random);

    private static ReadRecord Found(Story story, Random random) => Some(story.Of<ReadRecord>(), random);

    /// <summary>What was found right behind an unknown record that was not found itself.</summary>
    private static ReadRecord? Next(Story story, SendOperation send) =>
        story.Of<ReadRecord>().Any(one => one.Partition == send.Partition && one.Sequence == send.Sequence)
            ? null
            : story.Of<ReadRecord>().FirstOrDefault(one => one.Partition == send.Partition && one.Sequence == send.Sequence + 1);

    private static T Some<T>(IEnumerable<T> of, Random random)
    {
        var all = of.ToList();
        return all[random.Next(all.Count)];
    }
}
