using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Planning;

/// <summary>Bounds by the settings of KRaft, summed by hand.</summary>
public sealed class KRaftBoundsTests
{
    private static readonly string[] ZoneB = ["kafka-b-1"];
    private static readonly string[] ZonesAB = ["kafka-a-1", "kafka-b-1"];
    private static readonly string[] ControllerB = ["controller-b-1"];

    // Given up 2, a round lost 2 * 1, pause 1, election 2.
    private const double Election = 7;

    // Session 9 and an eighth of it.
    private const double Expiry = 10.125;

    // 1.5 times the 2 s after which a follower gives a leader up.
    private const double Asked = 3;

    // Two back-offs of 1, linger, first acknowledgement 1, 2 intervals of half a second.
    private const double Client = 4.005;

    [Test]
    public void ACombinedNodeCostsAnElectionAndThenASession()
    {
        var (expect, derivations) = Fill(combined: true, new Outage(ZoneB, S(20), S(20)));
        Assert.That(expect.QuorumElectedWithin, Is.EqualTo(S(Election + Asked)));
        Assert.That(expect.LeadersElectedWithin, Is.EqualTo(S(Election + Expiry + 2)));
        Assert.That(expect.UnavailableAtMost, Is.EqualTo(S(Election + Expiry + 2 + Client)));
        Assert.That(expect.RecoveredWithin, Is.EqualTo(S(30 + Election + Expiry + 60)));
        Assert.That(derivations, Has.Some.StartsWith("leaders elected within 19.125 s: ").And.Contain("controller.quorum.fetch.timeout.ms").And.Contain("broker.session.timeout.ms"));
        Assert.That(derivations, Has.None.Contains("ZooKeeper").And.None.Contains("tick"));
    }

    [Test]
    public void ABrokerAloneCostsItsSession()
    {
        var (expect, _) = Fill(combined: false, new Outage(ZoneB, S(20), S(20)));
        Assert.That(expect.LeadersElectedWithin, Is.EqualTo(S(Expiry + 2)));
        Assert.That(expect.RecoveredWithin, Is.EqualTo(S(Expiry + 60)));
    }

    [Test]
    public void AControllerAloneCostsAnElection()
    {
        var (expect, _) = Fill(combined: false, new Outage(ControllerB, S(20), S(20)));
        Assert.That(expect.QuorumElectedWithin, Is.EqualTo(S(Election + Asked)));
        Assert.That(expect.LeadersElectedWithin, Is.EqualTo(S(0)));
        Assert.That(expect.UnavailableAtMost, Is.EqualTo(S(Client)));
        Assert.That(expect.RecoveredWithin, Is.EqualTo(S(30 + Election)));
    }

    [Test]
    public void ASilentControllerMayKeepTheProbeWaitingAndTheOthersToo()
    {
        var (expect, _) = Fill(combined: true, new Outage(ZoneB, S(20), S(20)) { Silent = true });
        Assert.That(expect.QuorumElectedWithin, Is.EqualTo(S(Election + (3 * Asked))));
        Assert.That(expect.LeadersElectedWithin, Is.EqualTo(S(Election + Expiry + 2)));
    }

    [Test]
    public void ALostQuorumIsBackOnlyAfterTheUndo()
    {
        var (expect, _) = Fill(combined: true, new Outage(ZonesAB, S(20), S(25)));
        Assert.That(expect.QuorumSurvives, Is.False);
        Assert.That(expect.QuorumElectedWithin, Is.EqualTo(S(25 + 30 + Election + Asked)));
    }

    [TestCase("controller-b-1", 28.5, 8.5 + Election + Expiry + 2)]
    [TestCase("controller-b-1", 33, Election + Expiry + 2, Description = "leaders have moved by then")]
    [TestCase("kafka-a-1", 28.5, Expiry + 2)]
    public void SessionsThatStartAnewBeforeLeadersMovedMakeOneMoveOfTwo(string next, double at, double leaders)
    {
        var (expect, _) = Fill(combined: false, new Outage(["kafka-b-1"], S(20), S(40)), new Outage(["kafka-b-1", next], S(at), S(60 - at)));
        Assert.That(expect.LeadersElectedWithin, Is.EqualTo(S(leaders)));
    }

    [Test]
    public void WhatTheSettingsSayCounts()
    {
        var story = KRaftStory.Of();
        var kafka = new Dictionary<string, string>
        {
            ["broker.session.timeout.ms"] = "4000", ["controller.quorum.fetch.timeout.ms"] = "1000",
            ["controller.quorum.election.timeout.ms"] = "500", ["controller.quorum.election.backoff.max.ms"] = "250",
            ["zookeeper.session.timeout.ms"] = "60000",
        };
        var scenario = story.Scenario with { Topology = story.Scenario.Topology with { Kafka = new KafkaSoftware("3.9.2", MetadataMode.KRaft, kafka) } };
        var (expect, _) = Planner.Fill(new Expectations(), scenario, ClusterSettings.Of(scenario.Topology), [new Outage(ZoneB, S(20), S(20))], []);
        Assert.That(expect.LeadersElectedWithin, Is.EqualTo(S(1 + 1 + 0.25 + 2 + 4.5 + 2)));
    }

    private static (Expectations Expect, IReadOnlyList<string> Derivations) Fill(bool combined, params Outage[] outages)
    {
        var scenario = KRaftStory.Of(combined).Scenario;
        return Planner.Fill(new Expectations(), scenario, ClusterSettings.Of(scenario.Topology), outages, []);
    }
}
