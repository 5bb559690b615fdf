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
            new Step(null, TimeSpan.Zero, Fault.Upgrade, ZoneA),
            new Step(null, TimeSpan.Zero, Fault.Slow, ZoneA) { Options = new FaultOptions.Slowness(new Target.Zones(["b"]), null, null, null, 125_000) },
        };
        Assert.That(NotYet.Of(Runnable with { Steps = steps, Seed = 7, Deadline = TimeSpan.FromMinutes(5) }), Is.Empty);
    }

    [Test]
    public void EveryKindOfClientCanBeRun()
    {
        var settings = new Dictionary<string, string> { ["linger.ms"] = "5" };
        var load = new Load(
            [
                Producer with { Name = "p", Topics = ["orders"], Keys = Keys.Hashed, Settings = settings },
                Producer with { Name = "q", Rate = double.PositiveInfinity, Acks = Acks.None, Idempotence = false },
                Producer with { Name = "r", TransactionRecords = 5 },
            ],
            [new ConsumerLoad("c", [], null, 1, true), new ConsumerLoad("d", [], "g", 2, false) { Settings = settings }],
            20);
        Assert.That(NotYet.Of(Runnable with { Load = load }), Is.Empty);
    }

    [Test]
    public void TopologiesAreListed()
    {
        var (zookeeper, kafka, node) = (OneNode.ZooKeeper!, OneNode.Kafka!, OneNode.Nodes[1]);
        var kraft = OneNode with { ZooKeeper = null, Kafka = kafka with { Metadata = MetadataMode.KRaft }, Nodes = [node with { Role = NodeRole.Combined }] };
        Assert.That(NotYet.Of(Of(kraft)), Is.Empty);
        Says(Of(kraft with { Nodes = [node with { Role = NodeRole.Controller }], Topics = [] }), "topology.zones: controllers without brokers cannot be run in this version yet");
        Says(Of(OneNode with { ZooKeeper = zookeeper with { Image = ImageFlavour.Confluent } }), "topology.zookeeper.image: Confluent's images cannot");
        Says(Of(OneNode with { Kafka = kafka with { Image = ImageFlavour.Confluent } }), "topology.kafka.image: Confluent's images cannot");

        static Scenario Of(Topology topology) => Runnable with { Topology = topology };
    }

    [Test]
    public async Task ARunIsRefusedBeforeAnythingStarts()
    {
        var load = new Load(Producer with { Settings = new Dictionary<string, string> { ["lingers.ms"] = "5" } });
        var read = new ReadResult(Runnable with { Load = load, Topology = OneNode with { Kafka = OneNode.Kafka! with { Image = ImageFlavour.Confluent } } }, "", []);
        var refused = await Assert.ThrowsAsync<ScenarioException>(() => Run.ExecuteAsync(read, null!, null!, CancellationToken.None));
        Assert.That(refused!.Problems.Select(problem => problem.ToString()), Has.Exactly(2).Items
            .And.One.Contains("topology.kafka.image")
            .And.One.Contains("load (producer): the client does not take its settings:").And.One.Contains("lingers.ms"));
    }

    private static void Says(Scenario scenario, string words)
    {
        var problems = NotYet.Of(scenario);
        Assert.That(problems, Has.Count.EqualTo(1), string.Join("\n", problems));
        Assert.That(problems[0].ToString(), Does.Contain(words));
    }
}
