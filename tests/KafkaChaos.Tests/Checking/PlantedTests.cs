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
    private const int Cases = 10_000;

    // Judged once each, and not once a case.
    private const int StoryCount = 100;

    private static readonly string[] OfReads = ["lost", "moved", "duplicated", "reordered", "inconsistent-offsets", "aborted-read", "phantom"];

    private static readonly Lazy<Story[]> Stories = new(() => [.. Enumerable.Range(0, StoryCount).Select(Well)]);

    private static readonly Anomaly[] Anomalies =
    [
        .. ConsumerAnomalies.All,
        new("lost", Verdict.Failed, (story, random) =>
        {
            var lost = Acknowledged(story, random);
            Remove(story, lost);
            return Named(lost);
        }),
        new("lost", Verdict.Failed, (story, random) =>
        {
            var cut = Acknowledged(story, random);
            story.Remove<ReadRecord>(one => one.Partition == cut.Partition && one.Offset >= cut.Offset);
            story.Change<ReadEnded>(one => one.Partition == cut.Partition, one => one with { EndOffset = cut.Offset!.Value, Position = cut.Offset.Value, EndAfter = cut.Offset });
            return Named(cut);
        }),
        new("unseen", Verdict.Inconclusive, (story, random) =>
        {
            var cut = Acknowledged(story, random);
            story.Remove<ReadRecord>(one => one.Partition == cut.Partition && one.Offset >= cut.Offset);
            story.Change<ReadEnded>(one => one.Partition == cut.Partition, one => one with { Position = cut.Offset!.Value });
            return Named(cut);
        }) { Follows = OfReads },
        new("duplicated", Verdict.Failed, (story, random) =>
        {
            var found = Found(story, random);
            story.Add(found with { Offset = 1_000 + random.Next(1_000) });
            return Named(found);
        }),
        new("duplicated", Verdict.Failed, (story, random) =>
        {
            var unknown = AtItsHole(Anomaly.Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Unknown), random));
            story.Add(unknown);
            story.Add(unknown with { Offset = 1_000 });
            return Named(unknown);
        }),
        new("moved", Verdict.Failed, (story, random) =>
        {
            var moved = Acknowledged(story, random);
            story.Change<SendOperation>(one => one == moved, one => one with { Offset = 1_000 + random.Next(1_000) });
            return Named(moved);
        }),
        new("reordered", Verdict.Failed, (story, random) =>
        {
            var one = Acknowledged(story, random);
            var other = Anomaly.Some(story.Of<SendOperation>().Where(send => send.Partition == one.Partition && send.Producer == one.Producer && send.Outcome == Outcome.Ok && send != one), random);
            RecordTests.Swap(story, one.Partition, one.Sequence, other.Sequence);
            return $"below its earlier #{Math.Min(one.Sequence, other.Sequence)} at ";
        }),
        new("inconsistent-offsets", Verdict.Failed, (story, random) =>
        {
            var unknown = Anomaly.Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Unknown && Next(story, one) is not null), random);
            var next = Next(story, unknown)!;
            story.Add(next with { Producer = unknown.Producer, Sequence = unknown.Sequence });
            return $"{unknown.Topic}/{unknown.Partition} offset {next.Offset} ";
        }),
        new("aborted-read", Verdict.Failed, (story, random) =>
        {
            var failed = Anomaly.Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Failed), random);
            story.Add(AtItsHole(failed));
            return Named(failed);
        }),
        new("phantom", Verdict.Failed, (story, random) =>
        {
            var phantom = Found(story, random) with { Offset = 1_000 + random.Next(1_000) };
            story.Add(random.Next(2) == 0 ? phantom with { Producer = null, Sequence = null } : phantom with { Producer = "stranger" });
            return $"{phantom.Topic}/{phantom.Partition} offset {phantom.Offset}:";
        }),
        new("znode-loss", Verdict.Failed, (story, random) =>
        {
            var last = random.Next(369);
            story.Change<QuorumRead>(_ => true, one => one with { Sequence = last });
            return "write ";
        }),
        new("znode-loss", Verdict.Failed, (story, random) =>
        {
            var from = random.Next(120, 300);
            story.Change<QuorumWrite>(one => one.Outcome == Outcome.Ok && one.Sequence > from, one => one with { Version = one.Version - 2 - random.Next(50) });
            story.Change<QuorumRead>(_ => true, one => one with { Version = 1_000 });
            return "write ";
        }) { Brings = ["session-reads"] },
        new("session-reads", Verdict.Failed, (story, random) =>
        {
            var read = Anomaly.Some(story.Of<SessionRead>().Where(one => one is { Outcome: Outcome.Ok, Sequence: > 10 }), random);
            // Half the writes are not in the history: one back may be what was seen last.
            var back = 2 + random.Next(9);
            story.Change<SessionRead>(one => one == read, one => random.Next(2) == 0 ? one with { Sequence = one.Sequence - back, Version = one.Version - back } : one with { Sequence = null, Version = null });
            return "a read ";
        }),
        new("quorum-leadership", Verdict.Failed, (story, random) => story.Add(new MemberRole("zookeeper-a-1", S(30), MemberMode.Leader, 2) { At = S(30 + random.Next(9)) })),
        new("quorum-windows", Verdict.Failed, (story, random) =>
        {
            var from = random.Next(22, 39);
            story.Change<QuorumWrite>(one => one.Invoked > S(from) && one.Invoked < S(from + 7), one => one with { Outcome = Outcome.Failed, Version = null });
        }),
        new("double-leadership", Verdict.Failed, (story, random) =>
        {
            var at = random.Next(28, 39);
            story.Add(random.Next(2) == 0
                ? new ControllerSeen(S(at), random.Next(1, 3), 2) { At = S(at + 0.1) }
                : new PartitionState(Story.Topic, 0, S(at), 3, 1, [1, 3], 2) { At = S(at + 0.1) });
        }),
        new("controller", Verdict.Failed, (story, _) => story.Remove<ControllerSeen>(one => one.Broker == 3)),
        new("leaders", Verdict.Failed, (story, _) => story.Remove<PartitionState>(one => one.Partition == 1 && one.At > S(20) && one.At < S(40))) { Brings = ["survival"] },
        new("placement", Verdict.Failed, (story, random) =>
        {
            var partition = random.Next(2);
            story.Change<ReplicaAssignment>(one => one.Partition == partition, one => one with { Replicas = [1, 3, 3] });
        }),
        new("availability", Verdict.Failed, (story, random) =>
        {
            var partition = random.Next(2);
            story.Change<SendOperation>(one => one.Partition == partition && one.At > S(26) && one.At < S(47), one => one with { At = S(47) });
        }),
        new("recovery", Verdict.Failed, (story, _) => story.Remove<MemberRole>(one => one.Node == "zookeeper-b-1" && one.At > S(40))),
        new("harness", Verdict.Inconclusive, (story, random) =>
        {
            var stalled = S(random.Next(11, 50));
            story.Change<HarnessLag>(one => one.At == stalled, one => one with { Lag = S(3) });
        }),
        new("harness", Verdict.Inconclusive, (story, random) =>
        {
            var drifted = S(random.Next(11, 50));
            story.Change<HarnessLag>(one => one.At == drifted, one => one with { ClockDrift = S(random.Next(2) == 0 ? 0.3 : -0.3) });
        }),
        new("producer", Verdict.Failed, (story, random) => story.Add(new ProducerFailed(Story.Producer, ProducerFailure.Fatal, "fenced") { At = S(random.Next(11, 50)) })),
        new("unexpected-exits", Verdict.Inconclusive, (story, random) =>
        {
            // It is up again at once, and nothing but the engine saw it.
            var (node, at) = (story.Scenario.Topology.Nodes[random.Next(2)].Name, random.Next(21, 50));
            story.Add(new NodeProcess(node, ProcessChange.Exited, "exit code 1") { At = S(at) });
            story.Add(new NodeProcess(node, ProcessChange.Started, "running") { At = S(at + 0.5) });
        }),
        new("recovery", Verdict.Failed, (story, random) =>
            story.Add(new MemberRole("zookeeper-a-1", S(45), random.Next(2) == 0 ? MemberMode.Silent : MemberMode.NotServing, null) { At = S(46 + random.Next(6)) })),
        new("software", Verdict.Inconclusive, (story, random) =>
        {
            var node = story.Scenario.Topology.Nodes[random.Next(6)].Name;
            story.Change<ClusterDescribed>(_ => true, one => one with { Software = one.Software.ToDictionary(it => it.Key, it => it.Key == node ? $"{it.Value} of Debian" : it.Value) });
        }),
        new("leftovers", Verdict.Inconclusive, (story, _) => story.Change<LeftoverAudit>(_ => true, one => one with { Items = ["network x"] })),
        new("completed", Verdict.Inconclusive, (story, random) => story.Change<RunEnded>(_ => true, one => one with { How = random.Next(2) == 0 ? RunEnd.Aborted : RunEnd.Cancelled })),
        new("bite", Verdict.Inconclusive, (story, random) =>
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

    [TestCase(5, 647854031, Description = "more come behind than a finding names")]
    public void WhatWasMissedOnceIsFound(int kind, int seed) => Assert.That(Objects(kind, seed), Is.True);

    private static bool Objects(int kind, int seed)
    {
        var random = new Random(seed);
        var story = Stories.Value[random.Next(StoryCount)].Copy();
        var anomaly = Anomalies[kind];
        var named = anomaly.Plant(story, random);
        var objections = story.Judge().Findings.Where(finding => finding.Verdict != Verdict.Passed).ToList();
        var own = objections.Where(finding => finding.Property == anomaly.Property).ToList();
        var exact = own.Count > 0 && own.TrueForAll(finding => finding.Verdict == anomaly.Verdict)
            && objections.TrueForAll(finding => finding.Property == anomaly.Property || anomaly.Brings.Contains(finding.Property) || (finding.Verdict == Verdict.Inconclusive && anomaly.Follows.Contains(finding.Property)))
            && anomaly.Brings.All(property => objections.Exists(finding => finding.Property == property && finding.Verdict == Verdict.Failed));
        return exact && (named is null || own.Exists(finding => finding.Evidence.Any(one => one.Text.Contains(named, StringComparison.Ordinal) && one is { Lines.Count: > 0, Fault: not null })))
            ? true
            : throw new InvalidOperationException($"planted {anomaly.Property} ({kind}, seed {seed}) that must name \"{named}\", found: {Said(objections)}");
    }

    /// <summary>Random outcomes, some of the unknown ones found, and in one partition a second producer from some record on.</summary>
    private static Story Well(int seed)
    {
        var random = new Random(seed);
        var (unknown, failed) = (random.Next(2, 9), random.Next(2, 9));
        var story = new Story(random.Next(2, 4), 1, number =>
            number % 10 == unknown ? Outcome.Unknown : number % 11 == failed ? Outcome.Failed : Outcome.Ok);
        // Half the writes show what all do, in half the time.
        story.Remove<QuorumWrite>(one => one.Sequence % 2 == 0);
        var (partition, from) = (random.Next(4), random.Next(8, 25));
        story.Change<SendOperation>(one => one.Partition == partition && one.Sequence >= from, one => one with { Producer = "producer-2" });
        story.Change<ReadRecord>(one => one.Partition == partition && one.Sequence >= from, one => one with { Producer = "producer-2" });
        var unknowns = story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Unknown).ToList();
        var missing = unknowns.First(one => Next(story, one) is not null);
        foreach (var send in unknowns)
        {
            if (send != missing && random.Next(3) == 0)
            {
                story.Add(AtItsHole(send));
            }
        }

        var objections = story.Judge().Findings.Where(finding => finding.Verdict != Verdict.Passed).ToList();
        return objections.Count == 0 ? story : throw new InvalidOperationException($"story {seed} itself: {Said(objections)}");
    }

    private static string Said(IEnumerable<Finding> findings) =>
        string.Join("; ", findings.Select(finding => $"{finding.Property} {finding.Verdict} {finding.Statement} ({string.Join(", ", finding.Evidence.Take(4))})"));

    private static string Named(SendOperation send) => $"{send.Topic}/{send.Partition} {send.Producer} #{send.Sequence} ";

    private static string Named(ReadRecord read) => $"{read.Topic}/{read.Partition} {read.Producer} #{read.Sequence} ";

    private static ReadRecord AtItsHole(SendOperation send) =>
        new(send.Topic, send.Partition, send.Sequence, send.Producer, send.Sequence) { At = S(50.3) };

    private static void Remove(Story story, SendOperation send) =>
        story.Remove<ReadRecord>(one => one.Partition == send.Partition && one.Sequence == send.Sequence);

    private static SendOperation Acknowledged(Story story, Random random) =>
        Anomaly.Some(story.Of<SendOperation>().Where(one => one.Outcome == Outcome.Ok), random);

    private static ReadRecord Found(Story story, Random random) => Anomaly.Some(story.Of<ReadRecord>(), random);

    /// <summary>What was found right behind an unknown record that was not found itself.</summary>
    private static ReadRecord? Next(Story story, SendOperation send) =>
        story.Of<ReadRecord>().Any(one => one.Partition == send.Partition && one.Sequence == send.Sequence)
            ? null
            : story.Of<ReadRecord>().FirstOrDefault(one => one.Partition == send.Partition && one.Sequence == send.Sequence + 1);
}
