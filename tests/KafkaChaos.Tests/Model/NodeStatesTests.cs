using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Model;

/// <summary>Faults nest, and come undone in any order: each undo takes its own state away.</summary>
public sealed class NodeStatesTests
{
    private static readonly (Fault Fault, Fault Undo, NodeState State)[] Pairs =
    [
        (Fault.Pause, Fault.Resume, NodeState.Paused),
        (Fault.Isolate, Fault.Heal, NodeState.Isolated),
        (Fault.Slow, Fault.Heal, NodeState.Slow),
        (Fault.FillDisk, Fault.Empty, NodeState.Full),
        (Fault.PowerOff, Fault.PowerOn, NodeState.Off),
        (Fault.Kill, Fault.Start, NodeState.Dead),
    ];

    [Test]
    public void AnUndoTakesItsOwnStateAwayWhateverCameBetween()
    {
        foreach (var outer in Pairs)
        {
            foreach (var inner in Pairs.Where(inner => inner != outer && !Ends(inner.Fault, outer.State)))
            {
                var states = After(outer.Fault, inner.Fault);
                Assert.That(states["n"], Is.EqualTo(outer.State | inner.State), $"{inner.Fault} in {outer.Fault}");
                states.Take(outer.Undo, "n");
                // What is healed is neither isolated nor slow, and a disk that is emptied starts what was killed besides.
                var all = outer.Undo == inner.Undo || (outer.Fault == Fault.FillDisk && inner.Fault == Fault.Kill);
                Assert.That(states["n"], Is.EqualTo(all ? NodeState.Well : inner.State), $"{outer.Undo} first");
                states.Take(inner.Undo, "n");
                Assert.That(states["n"], Is.EqualTo(NodeState.Well), $"{outer.Undo}, then {inner.Undo}");
            }
        }
    }

    [Test]
    public void WhoLosesPowerIsNeitherPausedNorDeadBesides() =>
        Assert.That((After(Fault.Pause, Fault.PowerOff)["n"], After(Fault.Kill, Fault.PowerOff)["n"], After(Fault.Pause, Fault.Kill)["n"]), Is.EqualTo((NodeState.Off, NodeState.Off, NodeState.Dead)));

    [Test]
    public void WhoIsCutFromTheClusterIsDownUntilItIsHealed()
    {
        var states = new NodeStates();
        states.Take(Fault.Isolate, "cut", cut: true);
        states.Take(Fault.Isolate, "deaf", cut: false);
        Assert.That(states.In(NodeState.Down), Is.EqualTo((string[])["cut"]));
        states.Take(Fault.Heal, "cut");
        Assert.That(states.In(NodeState.Down), Is.Empty);
        Assert.That(states.In(NodeState.Isolated), Is.EqualTo((string[])["deaf"]));
    }

    [TestCase(NodeKind.ZooKeeper, new[] { Peers.Nodes }, true)]
    [TestCase(NodeKind.ZooKeeper, new[] { Peers.ZooKeeper }, true)]
    [TestCase(NodeKind.ZooKeeper, new[] { Peers.Clients }, false)]
    [TestCase(NodeKind.Kafka, new[] { Peers.Nodes }, false)]
    [TestCase(NodeKind.Kafka, new[] { Peers.Clients, Peers.ZooKeeper }, true)]
    public void AnIsolationLosesWhomItKeepsFromTheEnsemble(NodeKind kind, Peers[] from, bool lost) =>
        Assert.That(FaultOptions.Isolation.Loses(kind, from), Is.EqualTo(lost));

    [TestCase(new[] { Peers.Nodes }, true)]
    [TestCase(new[] { Peers.Clients }, false)]
    public void InKRaftTheMembersAreABrokersPeers(Peers[] from, bool lost) =>
        Assert.That(FaultOptions.Isolation.Loses(NodeKind.Kafka, from, kraft: true), Is.EqualTo(lost));

    private static bool Ends(Fault inner, NodeState outer) =>
        (inner is Fault.Kill or Fault.PowerOff && outer == NodeState.Paused) || (inner == Fault.PowerOff && outer == NodeState.Dead);

    private static NodeStates After(params Fault[] faults)
    {
        var states = new NodeStates();
        foreach (var fault in faults)
        {
            states.Take(fault, "n");
        }

        return states;
    }
}
