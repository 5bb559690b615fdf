using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

public sealed class ReadinessTests
{
    private static readonly Node[] Voters = [Voter(1), Voter(2), Voter(3)];
    private static readonly Node Observer = new("observer-a-1", NodeKind.ZooKeeper, 4, "a") { Role = NodeRole.Observer };

    [TestCase(2, true)]
    [TestCase(1, false)]
    [TestCase(3, false)]
    [TestCase(null, false)]
    public void AnEnsembleIsReadyWhenEveryOtherVoterIsInStep(int? synced, bool ready) =>
        Assert.That(Look(synced, MemberMode.Follower, MemberMode.Leader, MemberMode.Follower).Holds, Is.EqualTo(ready));

    [TestCase(MemberMode.Observer, 2, true)]
    [TestCase(MemberMode.NotServing, 2, false)]
    [TestCase(MemberMode.Silent, 2, false)]
    [TestCase(MemberMode.Follower, 2, false)]
    [TestCase(MemberMode.Observer, 3, false)]
    public void AnObserverIsNotCountedAndMustSayObserver(MemberMode observer, int synced, bool ready) =>
        Assert.That(Look(synced, MemberMode.Follower, MemberMode.Leader, MemberMode.Follower, observer).Holds, Is.EqualTo(ready));

    [Test]
    public void AVoterThatSaysObserverIsNotReady() =>
        Assert.That(Look(2, MemberMode.Observer, MemberMode.Leader, MemberMode.Follower).Holds, Is.False);

    [Test]
    public void TwoLeadersOrNoneAreNotReady()
    {
        Assert.That(Look(2, MemberMode.Leader, MemberMode.Leader, MemberMode.Follower).Holds, Is.False);
        Assert.That(Look(null, MemberMode.Follower, MemberMode.Follower, MemberMode.Follower).Holds, Is.False);
    }

    [Test]
    public void ASingleVoterStandsAloneOrLeadsItsObserver()
    {
        Assert.That(Readiness.OfMembers([(Voters[0], MemberMode.Standalone)], null).Holds, Is.True);
        Assert.That(Readiness.OfMembers([(Voters[0], MemberMode.Leader), (Observer, MemberMode.Observer)], 0).Holds, Is.True);
        Assert.That(Readiness.OfMembers([(Voters[0], MemberMode.Leader), (Observer, MemberMode.NotServing)], 0).Holds, Is.False);
    }

    [Test]
    public void WhatWasSeenIsSaid() => Assert.That(
        Look(1, MemberMode.Follower, MemberMode.Leader, MemberMode.Silent).Seen,
        Is.EqualTo("zookeeper-a-1 follower, zookeeper-a-2 leader, zookeeper-a-3 silent; zookeeper-a-2 has 1 synced followers of 2"));

    private static Node Voter(int id) => new($"zookeeper-a-{id}", NodeKind.ZooKeeper, id, "a");

    private static Look Look(int? synced, params MemberMode[] modes) =>
        Readiness.OfMembers([.. modes.Select((mode, place) => (place < Voters.Length ? Voters[place] : Observer, mode))], synced);
}
