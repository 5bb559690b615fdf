using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly Scenario Scenario = new Story(6).Scenario;
    private static readonly string[] ZoneB = ["zookeeper-b-1", "kafka-b-1"];
    private static readonly string[] ZonesAB = ["zookeeper-a-1", "kafka-a-1", "zookeeper-b-1", "kafka-b-1"];

    private static readonly ClusterSettings Settings = ClusterSettings.Of(Scenario.Topology);

    [Test]
    public void ASessionLimitOfMinusOneIsLeftToTheTicks()
    {
        var none = new Dictionary<string, string>();
        var settings = new ClusterSettings(new Dictionary<string, string> { ["tickTime"] = "500", ["minSessionTimeout"] = "-1", ["maxSessionTimeout"] = "-1" }, new Dictionary<string, string> { ["zookeeper.session.timeout.ms"] = "18000" }, none);
        Assert.That(settings.Session, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [TestCase(3, 1, true)]
    [TestCase(3, 2, false)]
    [TestCase(5, 2, true)]
    [TestCase(5, 3, false)]
    [TestCase(4, 1, true)]
    [TestCase(4, 2, false)]
    [TestCase(6, 2, true)]
    [TestCase(6, 3, false)]
    [TestCase(1, 0, true)]
    [TestCase(1, 1, false)]
    [TestCase(0, 0, true)]
    public void AQuorumSurvivesWhileAMajorityOfItsVotersLives(int voters, int lost, bool survives)
    {
        var nodes = Enumerable.Range(1, voters).Select(id => new Node($"zookeeper-{id}", NodeKind.ZooKeeper, id, "a")).ToList();
        var topology = Scenario.Topology with { Nodes = nodes };
        Assert.That(Quorum.Survives(topology, [.. nodes.Take(lost).Select(node => node.Name)]), Is.EqualTo(survives));
    }

    [Test]
    public void ATopicOverThreeZonesStaysWritableWithoutOneZoneAndNotWithoutTwo()
    {
        var one = Planner.Predict(Scenario.Topology, Acks.All, ZoneB, []);
        Assert.That(one.Topics[0], Is.EqualTo(new TopicPrediction("orders", 2, true, true)));
        var two = Planner.Predict(Scenario.Topology, Acks.All, ZonesAB, []);
        Assert.That(two.Topics[0], Is.EqualTo(new TopicPrediction("orders", 1, true, false)));
        Assert.That(two.QuorumSurvives, Is.False);
        Assert.That(Planner.Predict(Scenario.Topology, Acks.Leader, ZonesAB, []).Topics[0].Writable, Is.True);
        Assert.That(two.Because, Has.Some.Contains("at least 1 of 3 replicas"));
    }

    [Test]
    public void SeenReplicasCountBeforeAssumedOnes()
    {
        PartitionReplicas[] seen = [new("orders", 0, [1, 2, 3]), new("orders", 1, [2, 2, 3])];
        Assert.That(Planner.Predict(Scenario.Topology, Acks.All, ZoneB, seen).Topics[0].FewestReplicas, Is.EqualTo(1));
    }

    [Test]
    public void RacksShareReplicasWhereThereAreFewerRacksThanReplicas()
    {
        // Two zones, four replicas: two a zone.
        var nodes = "aabb".Select((zone, index) => new Node($"kafka-{index}", NodeKind.Kafka, index + 1, zone.ToString())).ToList();
        var topology = Scenario.Topology with { Nodes = nodes, Topics = [new TopicLayout("orders", 3, 4, 3)] };
        Assert.That(Planner.Predict(topology, Acks.All, ["kafka-0", "kafka-1"], []).Topics[0], Is.EqualTo(new TopicPrediction("orders", 2, true, false)));
        Assert.That(Planner.Predict(topology, Acks.All, ["kafka-0"], []).Topics[0], Is.EqualTo(new TopicPrediction("orders", 3, true, true)));
    }

    [TestCase("500", "10000", null, 10.0)]
    [TestCase("500", "18000", null, 10.0, Description = "capped at 20 ticks")]
    [TestCase("2000", "1000", null, 4.0, Description = "raised to 2 ticks")]
    [TestCase("500", "18000", "60000", 18.0, Description = "the cap itself is raised")]
    public void ASessionIsGrantedWithinTwoToTwentyTicks(string tick, string asked, string? cap, double granted)
    {
        var zookeeper = new Dictionary<string, string> { ["tickTime"] = tick };
        if (cap is not null)
        {
            zookeeper["maxSessionTimeout"] = cap;
        }

        var settings = new ClusterSettings(zookeeper, new Dictionary<string, string> { ["zookeeper.session.timeout.ms"] = asked }, new Dictionary<string, string>());
        Assert.That(settings.Session, Is.EqualTo(S(granted)));
    }

    [Test]
    public void BoundsAddUpAsTheirDerivationsSay()
    {
        var (expect, derivations) = Fill(new Expectations(), new Outage(ZoneB, S(20), S(20)));
        foreach (var line in derivations)
        {
            TestContext.Out.WriteLine(line);
        }

        // Election 2 + 2 ticks, session 10 + 1.5 ticks, controller 2; client 1 + 1 + linger + 1 + 2 intervals of half a second.
        Assert.That(expect, Is.EqualTo(new Expectations(true, S(6), S(15.75), S(19.755), S(0), Limit.AtMost(0L), Limit.AtMost(0L), Limit.AtMost(0L), S(103.75))));
        Assert.That(derivations, Has.Some.StartsWith("unavailable at most 19.755 s: ZooKeeper election 2 s + ").And.Contain("session 10 s"));
    }

    [Test]
    public void WhatTheScenarioDemandsIsKeptAndNotDerived()
    {
        var given = new Expectations(false, S(1), S(2), S(3), S(2), Limit.AtMost(4L), Limit.AtMost(5L), Limit.AtMost(6L), S(7));
        var (expect, derivations) = Fill(given, new Outage(ZoneB, S(20), S(20)));
        Assert.That(expect, Is.EqualTo(given));
        Assert.That(derivations, Has.None.Contains("within"));
    }

    [Test]
    public void SessionsStartAnewOnlyWhereAMemberIsKilledWithTheBroker()
    {
        Assert.That(Fill(new Expectations(), new Outage(["kafka-b-1"], S(20), S(20))).Expect.LeadersElectedWithin, Is.EqualTo(S(12.75)));
        Assert.That(Fill(new Expectations(), new Outage(ZoneB, S(20), S(20))).Expect.LeadersElectedWithin, Is.EqualTo(S(15.75)));
    }

    [Test]
    public void WithoutALostBrokerOnlyTheClientsOwnPartIsLeft() =>
        Assert.That(Fill(new Expectations(), new Outage(["zookeeper-b-1"], S(20), S(20))).Expect.UnavailableAtMost, Is.EqualTo(S(4.005)));

    [Test]
    public void ALostQuorumIsBackOnlyAfterTheUndo()
    {
        var (expect, _) = Fill(new Expectations(), new Outage(ZonesAB, S(20), S(25)));
        Assert.That(expect.QuorumSurvives, Is.False);
        Assert.That(expect.QuorumElectedWithin, Is.EqualTo(S(25 + 30 + 3 + 3)));
        Assert.That(expect.UnavailableAtMost, Is.GreaterThan(S(25) + expect.RecoveredWithin!.Value));
        Assert.That(expect.LeadersElectedWithin, Is.GreaterThan(S(25)));
    }

    [Test]
    public void AnOutageWithinTheStallOfTheOneBeforeMakesOneLongStall()
    {
        var (expect, _) = Fill(new Expectations(), new Outage(["kafka-b-1"], S(20), S(30)), new Outage(ZoneB, S(25), S(25)));
        Assert.That(expect.UnavailableAtMost, Is.EqualTo(S(5 + 19.755)));
        var (apart, _) = Fill(new Expectations(), new Outage(["kafka-b-1"], S(20), S(30)), new Outage(ZoneB, S(60), S(25)));
        Assert.That(apart.UnavailableAtMost, Is.EqualTo(S(19.755)));
    }

    [Test]
    public void WithoutIdempotenceDuplicatesAreCountedAndLossIsStillForbidden()
    {
        var scenario = Scenario with { Load = new Load(Scenario.Load!.Producers[0] with { Acks = Acks.Leader, Idempotence = false }) };
        var (expect, derivations) = Planner.Fill(new Expectations(), scenario, Settings, [new Outage(ZoneB, S(20), S(20))], []);
        Assert.That((expect.Lost, expect.Duplicated, expect.Reordered), Is.EqualTo((Limit.AtMost(0L), Limit.AtMost(long.MaxValue), Limit.AtMost(long.MaxValue))));
        Assert.That(derivations, Has.Some.Contains("counted, not judged").And.Some.Contains("acks=1"));
    }

    [Test]
    public void WithoutAnyOutageNothingIsNull()
    {
        var (expect, _) = Fill(new Expectations());
        Assert.That(typeof(Expectations).GetProperties().Select(property => property.GetValue(expect)), Has.None.Null);
    }

    private static (Expectations Expect, IReadOnlyList<string> Derivations) Fill(Expectations given, params Outage[] outages) =>
        Planner.Fill(given, Scenario, Settings, outages, []);
}
