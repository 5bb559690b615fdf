using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;
using static KafkaChaos.Tests.Nemeses.NetworkRulesTests;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Whether an isolation changes anything where earlier ones hold.</summary>
public sealed class CutOffTests
{
    private static readonly Peers[] Each = [Peers.Nodes, Peers.ZooKeeper, Peers.Clients, Peers.Nodes | Peers.Clients, Peers.Nodes | Peers.ZooKeeper, Peers.All];

    [Test]
    public void TheSameOnceMoreChangesNothing([ValueSource(nameof(Each))] Peers from, [Values] Direction direction) =>
        Assert.That(Cut(from, direction).Objection([Cut(from, direction)]), Is.EqualTo("it is isolated at least so already"));

    [TestCase(Peers.All, Direction.Both, Peers.Clients, Direction.In)]
    [TestCase(Peers.All, Direction.Both, Peers.All, Direction.Out)]
    [TestCase(Peers.Nodes | Peers.Clients, Direction.Out, Peers.Nodes, Direction.Out)]
    public void WhatIsWithinAnEarlierOneChangesNothing(Peers earlier, Direction earlierWay, Peers from, Direction direction) =>
        Assert.That(Cut(from, direction).Objection([Cut(earlier, earlierWay)]), Is.EqualTo("it is isolated at least so already"));

    [TestCase(Peers.Clients, Direction.Both, Peers.Nodes, Direction.Both)]
    [TestCase(Peers.Nodes, Direction.Both, Peers.Nodes | Peers.Clients, Direction.Both)]
    [TestCase(Peers.Nodes | Peers.ZooKeeper | Peers.Clients, Direction.In, Peers.All, Direction.Both)]
    [TestCase(Peers.All, Direction.In, Peers.All, Direction.Out)]
    public void WhatGoesBeyondAnEarlierOneIsDone(Peers earlier, Direction earlierWay, Peers from, Direction direction) =>
        Assert.That(Cut(from, direction).Objection([Cut(earlier, earlierWay)]), Is.Null);

    [Test]
    public void SeveralTogetherMayLeaveNothingToDo()
    {
        CutOff[] both = [Cut(Peers.Clients, Direction.In), Cut(Peers.Clients, Direction.Out)];
        Assert.That(Cut(Peers.Clients, Direction.Both).Objection(both[..1]), Is.Null);
        Assert.That(Cut(Peers.Clients, Direction.Both).Objection(both), Is.Not.Null);
    }

    // Nodes of one target hear each other: alone, the broker loses the member, too.
    [Test]
    public void WhoWentTogetherCanStillBeCutFromEachOther()
    {
        var together = Cut(Peers.All, Direction.Both, Broker, Member);
        Assert.That(Cut(Peers.All, Direction.Both, Broker).Objection([together]), Is.Null);
        Assert.That(together.Objection([Cut(Peers.All, Direction.Both, Broker)]), Is.Not.Null);
    }

    [Test]
    public void WithoutAnybodyOutsideThereIsNothingToDo() =>
        Assert.That(Cut(Peers.Nodes, Direction.Both, Broker, OtherBroker).Objection([]), Is.EqualTo("there is nobody that it could be cut from"));

    private static CutOff Cut(Peers from, Direction direction, params KafkaChaos.Clusters.ClusterNode[] together) =>
        NetworkRules.Cut([Member, Broker, OtherMember, OtherBroker], Clients, Broker, together.Length == 0 ? [Broker] : together, new FaultOptions.Isolation(from, direction));
}
