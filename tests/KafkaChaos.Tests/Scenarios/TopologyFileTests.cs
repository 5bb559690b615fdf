using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Reading a file for its topology alone.</summary>
public sealed class TopologyFileTests
{
    private const string Region = "domains: { east: [a, b], west: [c, d] }\nzones: { a: {}, b: {}, c: {}, d: {} }\n";

    [TestCase(Topologies.Rich)]
    [TestCase(Topologies.KRaft)]
    public void ATopologysOwnFileTakesAllThatAScenarioTakes(string scenario)
    {
        var read = ScenarioReader.ReadTopologyText(Topologies.FileOf(scenario), "topology.yaml");
        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Scenario, Is.Null);
        Assert.That(
            read.Topology!.Nodes.Select(node => (node.Name, node.Role, node.Id)),
            Is.EqualTo(Sample.Read(scenario).Scenario!.Topology.Nodes.Select(node => (node.Name, node.Role, node.Id))));
    }

    [Test]
    public void OfAScenarioBothAreRead()
    {
        var read = ScenarioReader.ReadTopologyText(Sample.Text, "sample.yaml");
        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Topology, Is.SameAs(read.Scenario!.Topology));
    }

    [Test]
    public void MistakesOfAScenarioAreAllShown()
    {
        var read = ScenarioReader.ReadTopologyText(Sample.With("after: 10s", "after: soon"), "sample.yaml");
        Assert.That(read.Topology, Is.Null);
        Assert.That(read.Problems.Single().Key, Is.EqualTo("steps[0].after"));
    }

    [Test]
    public void AMistakeOfATopologyIsShownWhereItStands()
    {
        var problem = ScenarioReader.ReadTopologyText("zones: { a: { kafka: x } }\n", "topology.yaml").Problems[0];
        Assert.That((problem.File, problem.Line, problem.Column, problem.Key), Is.EqualTo(("topology.yaml", 1, 22, "zones.a.kafka")));
    }

    [Test]
    public void ZonesWithoutNodesAreRightWhereNothingIsLaunched()
    {
        var read = ScenarioReader.ReadTopologyText(Region, "region.yaml");
        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Topology!.Zones.Select(zone => $"{zone.Name} {zone.Domain}"), Is.EqualTo((string[])["a east", "b east", "c west", "d west"]));
        Assert.That(read.Topology.Nodes, Is.Empty);
    }

    [Test]
    public void SoftwareAndTopicsForNodesYetToBePlacedAreRight()
    {
        var read = ScenarioReader.ReadTopologyText(
            $"{Region}kafka: {{ version: 4.1.0, metadata: kraft }}\ntopics: {{ t: {{ partitions: 1, replication: 3, min.insync.replicas: 2 }} }}\n", "region.yaml");
        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Topology!.Topics[0].Replication, Is.EqualTo(3));
    }

    [Test]
    public void AScenarioNeedsANode()
    {
        var result = Sample.Read($"question: Q\ntopology:\n  {Region.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)}\nsteps: [{{ after: 1s, kill: {{ zone: a }} }}]");
        var problem = result.Problems.Single(one => one.Key == "topology.zones");
        Assert.That((problem.Line, problem.Column, problem.Message), Is.EqualTo((4, 10, "no zone holds a node; give at least one of zookeeper, kafka")));
    }

    [Test]
    public void AFileThatIsNotThereIsAProblem() =>
        Assert.That(ScenarioReader.ReadTopology("nowhere.yaml").Problems.Single().Message, Is.EqualTo("there is no such file"));

    [Test]
    public void AFileThatIsNeitherIsReadAsAScenario() =>
        Assert.That(ScenarioReader.ReadTopologyText("- a\n", "x.yaml").Problems.Single().Message, Does.StartWith("expected a map of question"));
}
