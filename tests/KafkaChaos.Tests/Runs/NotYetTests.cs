using KafkaChaos.Model;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Runs;

public sealed class NotYetTests
{
    private static readonly Topology OneNode = new(
        [new Zone("a", "a")],
        [new Node("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"), new Node("kafka-a-1", NodeKind.Kafka, 1, "a")],
        new ZooKeeperSoftware("3.9.4", new Dictionary<string, string>()),
        new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
        [new TopicLayout("orders", 1, 1, 1)]);

    private static readonly ProducerLoad Producer = new(200, Acks.All, true, 100);
    private static readonly Target ZoneA = new Target.Zones(["a"]);
    private static readonly Scenario Runnable = new("sample", "Does it live?", OneNode, new Load(Producer), [new Step(null, TimeSpan.Zero, Fault.Kill, ZoneA)], new Expectations());

    [Test]
    public void WhatARunDoesIsNotListed()
    {
        var steps = new[]
        {
            new Step("x", TimeSpan.Zero, Fault.Kill, new Target.Random(Unit.Zone)) { When = new Await(new Condition.FullInSync(), TimeSpan.FromMinutes(1)) },
            new Step(null, TimeSpan.Zero, Fault.Start, new Target.SameAs("x")),
            new Step(null, TimeSpan.Zero, Fault.Kill, new Target.ZoneOf(new Target.HolderOf(Role.Controller))) { SkewBudget = TimeSpan.FromMilliseconds(5) },
            new Step(null, TimeSpan.Zero, Fault.Stop, new Target.DomainOf(new Target.ZoneOf(new Target.LeaderOf("orders", 0)))),
            new Step("y", TimeSpan.Zero, Fault.Pause, ZoneA),
            new Step(null, TimeSpan.Zero, Fault.Resume, new Target.SameAs("y")),
            new Step("z", TimeSpan.Zero, Fault.Isolate, ZoneA) { Options = new FaultOptions.Isolation(Peers.All, Direction.Both) },
            new Step(null, TimeSpan.Zero, Fault.Heal, new Target.SameAs("z")),
            new Step(null, TimeSpan.Zero, Fault.Wipe, ZoneA),
            new Step(null, TimeSpan.Zero, Fault.Slow, ZoneA) { Options = new FaultOptions.Slowness(new Target.Zones(["b"]), null, null, null, 125_000) },
        };
        Assert.That(NotYet.Of(Runnable with { Steps = steps, Seed = 7, Deadline = TimeSpan.FromMinutes(5) }), Is.Empty);
    }

    [TestCase(Fault.Upgrade, "upgrade (step 2)")]
    [TestCase(Fault.Downgrade, "downgrade (step 2)")]
    public void EveryOtherFaultIsListedWithItsStep(Fault fault, string words) =>
        Says(Runnable with { Steps = [.. Runnable.Steps, new Step(null, TimeSpan.Zero, fault, ZoneA)] }, $"sample: steps: {words} cannot be run in this version yet; every other fault can");

    [Test]
    public void StepsOfOneKindAreListedTogether()
    {
        var upgrade = new Step(null, TimeSpan.Zero, Fault.Upgrade, ZoneA);
        Says(Runnable with { Steps = [upgrade, .. Runnable.Steps, upgrade] }, "upgrade (steps 1, 3) cannot");
    }

    [Test]
    public void ClientsAreListed()
    {
        var settings = new Dictionary<string, string> { ["linger.ms"] = "5" };
        Says(Of(new Load([Producer, Producer with { Name = "second" }], [])), "load.producers: more than one producer cannot be run");
        Says(Of(new Load(Producer with { Name = "p", Topics = ["orders"] })), "load (p): a producer of certain topics");
        Says(Of(new Load(Producer with { Rate = double.PositiveInfinity })), "a rate as fast as possible");
        Says(Of(new Load(Producer with { Keys = Keys.Hashed })), "hashed keys");
        Says(Of(new Load(Producer with { TransactionRecords = 5 })), "transactions cannot");
        Says(Of(new Load(Producer with { Settings = settings })), "settings of a producer");
        Says(Of(new Load([Producer], [new ConsumerLoad("c", [], null, 1, true)])), "load.consumers: consumers cannot");
        Says(Of(new Load([Producer], [], 20)), "load.quorum-probe: a rate of the quorum probe");

        static Scenario Of(Load load) => Runnable with { Load = load };
    }

    [Test]
    public void TopologiesAreListed()
    {
        var (zookeeper, kafka, node) = (OneNode.ZooKeeper!, OneNode.Kafka!, OneNode.Nodes[1]);
        Says(Of(OneNode with { Kafka = kafka with { Metadata = MetadataMode.KRaft } }), "topology.kafka.metadata: KRaft topologies cannot be run in this version yet");
        Says(Of(OneNode with { Nodes = [node with { Role = NodeRole.Controller }] }), "controllers cannot");
        Says(Of(OneNode with { Nodes = [node with { Role = NodeRole.Combined }] }), "controllers cannot");
        Says(Of(OneNode with { ZooKeeper = zookeeper with { Image = ImageFlavour.Confluent } }), "topology.zookeeper.image: Confluent's images cannot");
        Says(Of(OneNode with { Kafka = kafka with { Image = ImageFlavour.Confluent } }), "topology.kafka.image: Confluent's images cannot");

        static Scenario Of(Topology topology) => Runnable with { Topology = topology };
    }

    [Test]
    public void EverythingIsListedAtOnce()
    {
        var read = ScenarioReader.Read(Scenarios.EveryKeyTests.FilePath);
        var listed = NotYet.Of(read.Scenario!).Select(problem => problem.ToString()).ToList();
        Assert.That(listed, Has.Count.GreaterThanOrEqualTo(11), string.Join("\n", listed));
        Assert.That(listed, Has.All.Contains("cannot be run in this version yet; "));
    }

    [Test]
    public async Task ARunIsRefusedBeforeAnythingStarts()
    {
        var read = new ReadResult(Runnable with { Load = new Load([Producer], [], 20), Steps = [new Step(null, TimeSpan.Zero, Fault.Downgrade, ZoneA)] }, "", []);
        var refused = await Assert.ThrowsAsync<ScenarioException>(() => Run.ExecuteAsync(read, null!, null!, CancellationToken.None));
        Assert.That(refused!.Problems, Has.Count.EqualTo(2));
    }

    private static void Says(Scenario scenario, string words)
    {
        var problems = NotYet.Of(scenario);
        Assert.That(problems, Has.Count.EqualTo(1), string.Join("\n", problems));
        Assert.That(problems[0].ToString(), Does.Contain(words));
    }
}
