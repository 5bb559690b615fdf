using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Rules of hierarchical ensembles and of explicit placements.</summary>
public sealed class GroupProblemTests
{
    private const string Groups = "groups: { one: zookeeper-a-1, two: zookeeper-b-1, three: [zookeeper-c-1, witness, second] }";
    private const string Weights = "weights: { zookeeper-a-1: 2, second: 0 }";
    private const string Placed = "placed: { min.insync.replicas: 1, placement: [[kafka-a-1, kafka-c-1], [archive, kafka-a-1]] }";

    [TestCase(Groups, "groups: §{ one: zookeeper-a-1, two: zookeeper-b-1, three: [zookeeper-c-1, witness] }", "topology.zookeeper.groups", "in none stands second")]
    [TestCase(Groups, "groups: { one: zookeeper-a-1, two: zookeeper-b-1, three: [zookeeper-c-1, witness, second, §zookeeper-a-1] }", "topology.zookeeper.groups.three", "this one stands in one", "given zookeeper-a-1")]
    [TestCase(Groups, "groups: { one: [zookeeper-a-1, §zookeeper-a-1], two: zookeeper-b-1, three: [zookeeper-c-1, witness, second] }", "topology.zookeeper.groups.one", "named twice")]
    [TestCase(Groups, "groups: { one: [zookeeper-a-1, §observer-c-1], two: zookeeper-b-1, three: [zookeeper-c-1, witness, second] }", "topology.zookeeper.groups.one", "an observer, which has no vote", "allowed: zookeeper-a-1, zookeeper-b-1, zookeeper-c-1, witness, second")]
    [TestCase(Groups, "groups: { one: [zookeeper-a-1, §kafka-a-1], two: zookeeper-b-1, three: [zookeeper-c-1, witness, second] }", "topology.zookeeper.groups.one", "not a voter but a kafka node")]
    [TestCase(Groups, "groups: { one: [zookeeper-a-1, §zookeeper-z-1], two: zookeeper-b-1, three: [zookeeper-c-1, witness, second] }", "topology.zookeeper.groups.one", "unknown voter", "did you mean zookeeper-a-1?")]
    [TestCase(Groups, "groups: { one: §[], two: [zookeeper-a-1, zookeeper-b-1], three: [zookeeper-c-1, witness, second] }", "topology.zookeeper.groups.one", "expected a voter or a list of voters")]
    [TestCase(Groups, "groups: { §One: zookeeper-a-1, two: zookeeper-b-1, three: [zookeeper-c-1, witness, second] }", "topology.zookeeper.groups.One", "lower-case letters")]
    [TestCase(Groups, "groups: §{ one: [zookeeper-a-1, zookeeper-b-1], two: [zookeeper-c-1, witness, second] }", "topology.zookeeper.groups", "warning", "2 groups survive the loss of 0, as 1 would, and 2 of them must live instead of 1")]
    [TestCase($"    {Groups}\n    {Weights}", "    weights: §{ zookeeper-a-1: 2 }", "topology.zookeeper.weights", "only with groups")]
    [TestCase(Weights, "weights: { §observer-c-1: 2 }", "topology.zookeeper.weights.observer-c-1", "an observer, which has no vote")]
    [TestCase(Weights, "weights: { §nobody: 2 }", "topology.zookeeper.weights.nobody", "unknown voter")]
    [TestCase(Weights, "weights: { witness: §-1 }", "topology.zookeeper.weights.witness", "from 0 to 1000")]
    [TestCase(Weights, "weights: §{ zookeeper-a-1: 0, zookeeper-b-1: 0, zookeeper-c-1: 0, witness: 0, second: 0 }", "topology.zookeeper.weights", "no group has a vote")]
    [TestCase(Placed, "placed: { min.insync.replicas: 1, placement: [[kafka-a-1, kafka-c-1], §[archive]] }", "topology.topics.placed.placement[1]", "has 1 brokers, and the first row has 2")]
    [TestCase(Placed, "placed: { min.insync.replicas: 1, placement: [[kafka-a-1, §kafka-d-1], [archive, kafka-a-1]] }", "topology.topics.placed.placement[0]", "unknown broker", "given kafka-d-1", "allowed: kafka-a-1, kafka-b-1, kafka-c-1, archive")]
    [TestCase(Placed, "placed: { min.insync.replicas: 1, placement: [[kafka-a-1, kafka-c-1], [archive, §witness]] }", "topology.topics.placed.placement[1]", "unknown broker", "given witness")]
    [TestCase(Placed, "placed: { min.insync.replicas: 1, placement: [[kafka-a-1, kafka-c-1], [archive, §archive]] }", "topology.topics.placed.placement[1]", "named twice")]
    [TestCase(Placed, "placed: { min.insync.replicas: 1, placement: §[] }", "topology.topics.placed.placement", "empty")]
    [TestCase(Placed, "placed: { min.insync.replicas: 1, placement: §everywhere }", "topology.topics.placed.placement", "expected a list of rows")]
    [TestCase(Placed, "placed: { partitions: §3, min.insync.replicas: 1, placement: [[kafka-a-1, kafka-c-1], [archive, kafka-a-1]] }", "topology.topics.placed.partitions", "the placement has 2 rows", "given 3")]
    [TestCase(Placed, "placed: { replication: §3, min.insync.replicas: 1, placement: [[kafka-a-1, kafka-c-1], [archive, kafka-a-1]] }", "topology.topics.placed.replication", "the placement has 2 brokers in a row", "given 3")]
    [TestCase(Placed, "placed: { min.insync.replicas: §3, placement: [[kafka-a-1, kafka-c-1], [archive, kafka-a-1]] }", "topology.topics.placed.min.insync.replicas", "above replication, which is 2")]
    [TestCase(Placed, "placed: §{ partitions: 1, min.insync.replicas: 1 }", "topology.topics.placed.replication", "missing", "or a placement")]
    [TestCase(Placed, "placed: §{ replication: 1, min.insync.replicas: 1 }", "topology.topics.placed.partitions", "missing", "or a placement")]
    [TestCase("partitions: 6", "partitions: §100001", "topology.topics.orders.partitions", "from 1 to 100000")]
    public void AMistakeIsShownWhereItStands(string part, string replacement, string key, params string[] words) =>
        Sample.HasOneProblem(Topologies.With(Topologies.Rich, part, replacement), key, words);

    [Test]
    public void TooManyPartitionsInAllTopicsTogetherAreRefused()
    {
        var topics = string.Join("\n", Enumerable.Range(1, 3).Select(topic => $"    {(topic == 1 ? "§" : "")}t{topic}: {{ partitions: 100000, replication: 1, min.insync.replicas: 1 }}"));
        Sample.HasOneProblem(
            Sample.With("    orders: { partitions: 6, replication: 3, min.insync.replicas: 2 }", topics),
            "topology.topics",
            "300000 partitions in all topics together; at most 200000");
    }

    [TestCase("a: { zookeeper: 1, kafka: 1 }", "a: §!!map { zookeeper: 1, kafka: 1 }", "tags are not read")]
    [TestCase("orders: { partitions: 6", "orders: { partitions: §!<System.Int32> 6", "tags are not read")]
    public void TagsInATopologyAreRefused(string part, string replacement, string words) =>
        Sample.HasOneProblem(Sample.With(part, replacement), "", words);

    [Test]
    public void AliasesThatMultiplyNodesAreRefused()
    {
        var lines = Enumerable.Range(1, 20).Select(level => $"l{level}: &l{level} [{string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 9))}]");
        var problems = Sample.Read($"l0: &l0 [kafka-a-1]\n{string.Join("\n", lines)}\nquestion: Q\n").Problems;
        Assert.That(problems.Select(problem => problem.Message), Has.Some.Contains("they must not multiply"));
    }
}
