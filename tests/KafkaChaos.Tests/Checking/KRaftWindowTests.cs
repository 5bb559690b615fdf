using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>No write succeeds from 20 s to 40.5 s, while something is done to a controller.</summary>
public sealed class KRaftWindowTests
{
    [TestCase(Fault.Isolate, Peers.Clients, 40, Verdict.Inconclusive)]
    [TestCase(Fault.Isolate, Peers.All, 40, Verdict.Inconclusive)]
    [TestCase(Fault.Isolate, Peers.Nodes, 40, Verdict.Failed)]
    [TestCase(Fault.Slow, null, 40, Verdict.Inconclusive)]
    [TestCase(Fault.Isolate, Peers.Clients, 25, Verdict.Failed, Description = "after the heal nothing kept a client from writing")]
    public void WhatKeepsClientsFromAControllerSaysNothingOfTheQuorum(Fault fault, Peers? from, double healed, Verdict verdict)
    {
        var finding = Hindered("controller-b-1", fault, from, healed).Find("quorum-windows");
        Assert.That(finding.Verdict, Is.EqualTo(verdict), finding.Statement);
        Assert.That(finding.Statement.Contains("that is its client's", StringComparison.Ordinal), Is.EqualTo(verdict == Verdict.Inconclusive));
    }

    [Test]
    public void ABrokerThatNoClientReachesHindersNoWriteOfMetadata() =>
        Assert.That(Hindered("kafka-b-1", Fault.Isolate, Peers.Clients, 40).Find("quorum-windows").Verdict, Is.EqualTo(Verdict.Failed));

    private static Story Hindered(string node, Fault fault, Peers? from, double healed)
    {
        var story = KRaftStory.Of(combined: false);
        story.Scenario = story.Scenario with { Steps = [new Step("cut", S(10), fault, new Target.Nodes([node])), new Step(null, S(healed - 20), Fault.Heal, new Target.SameAs("cut"))] };
        story.Remove<NodeProcess>();
        story.Remove<FaultApplied>();
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { Fault = fault, Nodes = [node], From = from is { } peers ? [peers] : null });
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { Fault = Fault.Heal, Nodes = [node], At = S(healed) });
        story.Add(new FaultApplied(0, fault, node, S(20.01), S(20.3), S(20.05), "3 packets met it") { At = S(20.3), Packets = 3 });
        story.Add(new FaultApplied(1, Fault.Heal, node, S(healed), S(healed + 0.2), S(healed + 0.1), "9 packets met it") { At = S(healed + 0.2), Packets = 9, Remains = [] });
        story.Change<QuorumWrite>(write => write.Invoked > S(19.95) && write.Invoked < S(40.5), write => write with { Outcome = Outcome.Unknown });
        return story;
    }
}
