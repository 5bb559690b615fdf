using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Every kind of target, on a cluster of a member and a broker in each of zones a and b of one domain and c of another.</summary>
[NonParallelizable]
public sealed class TargetResolverTests
{
    private const int Seed = 7;
    private const string LedByTheBrokerInC = """{"controller_epoch":1,"leader":3,"version":1,"leader_epoch":4,"isr":[3]}""";

    private PaperZnodes _znodes = null!;
    private PaperCluster _paper = null!;
    private TargetResolver _targets = null!;
    private Task _serving = Task.CompletedTask;

    [SetUp]
    public void LayOut()
    {
        _znodes = new PaperZnodes();
        _paper = new PaperCluster(_znodes.Connect);
        _targets = new TargetResolver(_paper.Cluster, _paper.Metadata, Seed);
    }

    [TearDown]
    public async Task Remove()
    {
        await _paper.DisposeAsync();
        await _serving;
        _znodes.Dispose();
    }

    private static IEnumerable<TestCaseData<Target, string, string>> Named()
    {
        yield return new(new Target.Nodes(["kafka-c-1", "zookeeper-a-1"]), "kafka-c-1 zookeeper-a-1", "node kafka-c-1, zookeeper-a-1");
        yield return new(new Target.Zones(["b"]), "zookeeper-b-1 kafka-b-1", "zone b");
        yield return new(new Target.Zones(["c", "a"]), "zookeeper-a-1 kafka-a-1 zookeeper-c-1 kafka-c-1", "zone c, a");
        yield return new(new Target.Domains(["east"]), "zookeeper-a-1 kafka-a-1 zookeeper-b-1 kafka-b-1", "domain east");
        yield return new(new Target.Domains(["east", "west"]) { Only = NodeKind.Kafka }, "kafka-a-1 kafka-b-1 kafka-c-1", "domain east, west");
        yield return new(new Target.ZoneOf(new Target.Nodes(["kafka-c-1"])), "zookeeper-c-1 kafka-c-1", "node kafka-c-1, in zone c");
        yield return new(new Target.ZoneOf(new Target.Nodes(["kafka-c-1", "kafka-a-1"])), "zookeeper-a-1 kafka-a-1 zookeeper-c-1 kafka-c-1", "node kafka-c-1, kafka-a-1, in zone c, a");
        yield return new(new Target.DomainOf(new Target.Nodes(["kafka-b-1"])), "zookeeper-a-1 kafka-a-1 zookeeper-b-1 kafka-b-1", "node kafka-b-1, in domain east");
        yield return new(new Target.DomainOf(new Target.Nodes(["kafka-a-1", "kafka-b-1"])) { Only = NodeKind.ZooKeeper }, "zookeeper-a-1 zookeeper-b-1", "node kafka-a-1, kafka-b-1, in domain east");
        yield return new(new Target.DomainOf(new Target.Zones(["c"])), "zookeeper-c-1 kafka-c-1", "zone c, in domain west");
        yield return new(new Target.HolderOf(Role.ZooKeeperLeader), "zookeeper-b-1", "zookeeper-leader is zookeeper-b-1");
        yield return new(new Target.ZoneOf(new Target.HolderOf(Role.ZooKeeperLeader)), "zookeeper-b-1 kafka-b-1", "zookeeper-leader is zookeeper-b-1, in zone b");
        yield return new(new Target.DomainOf(new Target.HolderOf(Role.ZooKeeperLeader)) { Only = NodeKind.Kafka }, "kafka-a-1 kafka-b-1", "zookeeper-leader is zookeeper-b-1, in domain east");
    }

    [TestCaseSource(nameof(Named))]
    public async Task ATargetIsItsNodesInTheOrderOfTheTopologyAndWhy(Target target, string nodes, string because)
    {
        var found = await ResolveAsync(target);
        Assert.That((Names(found), found.Because), Is.EqualTo((nodes, because)));
    }

    [Test]
    public async Task TheLeaderOfTheEnsembleIsLookedUpEachTime()
    {
        Assert.That(Names(await ResolveAsync(new Target.HolderOf(Role.ZooKeeperLeader))), Is.EqualTo("zookeeper-b-1"));
        _paper.Leader = "zookeeper-c-1";
        Assert.That(Names(await ResolveAsync(new Target.HolderOf(Role.ZooKeeperLeader))), Is.EqualTo("zookeeper-c-1"));
    }

    [Test]
    public async Task WithoutALeaderOfTheEnsembleItIsSaidWhatEachMemberIs()
    {
        _paper.Leader = null;
        _paper.Engine["zookeeper-c-1"].Pause(true);
        var refused = await Assert.ThrowsAsync<FaultException>(() => ResolveAsync(new Target.ZoneOf(new Target.HolderOf(Role.ZooKeeperLeader))));
        Assert.That(refused!.Message, Is.EqualTo("no ensemble member leads now: zookeeper-a-1 Follower, zookeeper-b-1 Follower, zookeeper-c-1 Silent"));
    }

    [Test]
    public async Task TheControllerIsWhomItsZnodeNames()
    {
        Serve(("/controller", """{"version":2,"brokerid":3,"timestamp":"1"}"""), ("/controller_epoch", "5"));
        var found = await ResolveAsync(new Target.HolderOf(Role.Controller));
        Assert.That((Names(found), found.Because), Is.EqualTo(("kafka-c-1", "controller is kafka-c-1")));
        Assert.That(Names(await ResolveAsync(new Target.DomainOf(new Target.HolderOf(Role.Controller)))), Is.EqualTo("zookeeper-c-1 kafka-c-1"));
    }

    [Test]
    public async Task WithoutAControllerTheStepCannotBeDone()
    {
        Serve();
        var refused = await Assert.ThrowsAsync<FaultException>(() => ResolveAsync(new Target.HolderOf(Role.Controller)));
        Assert.That(refused!.Message, Does.Contain("no node is the controller now"));
    }

    [Test]
    public async Task TheLeaderOfAPartitionIsWhomItsStateNames()
    {
        Serve(("/brokers/topics/orders/partitions/0/state", LedByTheBrokerInC));
        var found = await ResolveAsync(new Target.LeaderOf("orders", 0));
        Assert.That((Names(found), found.Because), Is.EqualTo(("kafka-c-1", "leader of orders/0 is kafka-c-1, leader epoch 4")));
        Assert.That(Names(await ResolveAsync(new Target.ZoneOf(new Target.LeaderOf("orders", 0)))), Is.EqualTo("zookeeper-c-1 kafka-c-1"));
    }

    [TestCase(LedByTheBrokerInC, 1, "its state names none")]
    [TestCase("""{"controller_epoch":1,"leader":-1,"version":1,"leader_epoch":5,"isr":[3]}""", 0, "its state names leader -1")]
    public async Task APartitionWithoutALeaderIsNoTarget(string state, int partition, string seen)
    {
        Serve(("/brokers/topics/orders/partitions/0/state", state));
        var refused = await Assert.ThrowsAsync<FaultException>(() => ResolveAsync(new Target.LeaderOf("orders", partition)));
        Assert.That(refused!.Message, Is.EqualTo($"no broker leads orders/{partition} now: {seen}"));
    }

    [Test]
    public async Task ARandomTargetIsTheSeedsAndTheSteps([Values] Unit unit, [Values(0, 1, 2, 3)] int step)
    {
        var target = new Target.Random(unit) { Only = NodeKind.Kafka };
        var expected = string.Join(' ', RandomChoice.Of(PaperCluster.Topology, target, Seed, step));
        var found = await _targets.ResolveAsync(step, target, CancellationToken.None);
        Assert.That(Names(found), Is.EqualTo(expected));
        Assert.That(found.Because, Does.StartWith($"random {unit.ToString().ToLowerInvariant()} of seed 7: kafka-"));
    }

    [Test]
    public async Task TheSameAsANamedStepIsWhereThatWentWhoeverLeadsNow()
    {
        _targets.Remember("outage", await ResolveAsync(new Target.ZoneOf(new Target.HolderOf(Role.ZooKeeperLeader))));
        _paper.Leader = "zookeeper-a-1";
        var found = await ResolveAsync(new Target.SameAs("outage") { Only = NodeKind.Kafka });
        Assert.That((Names(found), found.Because), Is.EqualTo(("kafka-b-1", "same as outage: zookeeper-leader is zookeeper-b-1, in zone b")));
    }

    [Test]
    public async Task WhatIsNarrowedToNothingIsRefused()
    {
        var refused = await Assert.ThrowsAsync<FaultException>(() => ResolveAsync(new Target.Nodes(["kafka-a-1"]) { Only = NodeKind.ZooKeeper }));
        Assert.That(refused!.Message, Is.EqualTo("the target (node kafka-a-1) has no node"));
    }

    private static string Names(Resolution found) => string.Join(' ', found.Nodes.Select(node => node.Name));

    private Task<Resolution> ResolveAsync(Target target) => _targets.ResolveAsync(0, target, CancellationToken.None);

    private void Serve(params (string Path, string Content)[] znodes)
    {
        foreach (var (path, content) in znodes)
        {
            _znodes.Content[path] = content;
        }

        _serving = _znodes.ServeAsync();
    }
}
