using KafkaChaos.Histories;
using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

/// <summary>On answers of real members.</summary>
public sealed class MemberStatusTests
{
    private const string Leader = """
        Zookeeper version: 3.9.4-7246445ec281f3dbf53dc54e970c914f39713903, built on 2025-08-19 19:53 UTC
        Latency min/avg/max: 0/0.5/4
        Received: 7
        Sent: 6
        Connections: 1
        Outstanding: 0
        Zxid: 0x200000003
        Mode: leader
        Node count: 5
        Proposal sizes last/min/max: 48/48/48

        """;

    [Test]
    public void ALeaderTellsItsModeAndEpoch() =>
        Assert.That(MemberStatus.Parse(Leader), Is.EqualTo(new MemberStatus(MemberMode.Leader, 2)));

    [TestCase("follower", MemberMode.Follower)]
    [TestCase("observer", MemberMode.Observer)]
    [TestCase("standalone", MemberMode.Standalone)]
    public void EveryModeIsKnown(string word, MemberMode mode) =>
        Assert.That(MemberStatus.Parse(Leader.Replace("leader", word, StringComparison.Ordinal)).Mode, Is.EqualTo(mode));

    [Test]
    public void AMemberWithoutAQuorumAnswersAndDoesNotServe() =>
        Assert.That(MemberStatus.Parse("This ZooKeeper instance is not currently serving requests\n"), Is.EqualTo(new MemberStatus(MemberMode.NotServing, null)));

    [Test]
    public void NoAnswerIsSilence() => Assert.That(MemberStatus.Parse(null), Is.EqualTo(new MemberStatus(MemberMode.Silent, null)));
}
