using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>What the agent is asked for by every fault of networks, and by their undo.</summary>
public sealed class AgentNetworkTests : AgentFixture
{
    private const string Sandbox = "/sandboxes/zookeeper-a-1";
    private const string Remains = """{"$type":"find-remains","sandboxes":["/sandboxes/zookeeper-a-1"]}""";

    private static readonly string[] Two = ["zookeeper-a-1", "zookeeper-c-1"];

    private static readonly FaultOptions Everybody = new FaultOptions.Isolation(Peers.All, Direction.Both);
    private static readonly FaultOptions Slowness = new FaultOptions.Slowness(null, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(5), 0.05, 125_000);
    private static readonly FaultOptions Loss = new FaultOptions.Slowness(null, null, null, 0.25, null);

    private string A => Paper.Cluster["zookeeper-a-1"].Address;

    private string B => Paper.Cluster["zookeeper-b-1"].Address;

    private string C => Paper.Cluster["zookeeper-c-1"].Address;

    [Test]
    public async Task AnIsolationIsRulesThatAreSeenToDropAndItsUndoLooksThatNothingStands()
    {
        await DoAsync(Fault.Isolate, Everybody, "zookeeper-a-1");
        Asked(
            """{"$type":"set-rules","name":"cut1","sandboxes":[{"sandbox":"/sandboxes/zookeeper-a-1","incoming":["-i lo -j RETURN","-j DROP"],"outgoing":["-o lo -j RETURN","-j DROP"]}],"last":false}""",
            """{"$type":"count-packets","name":"cut1","sandboxes":["/sandboxes/zookeeper-a-1"]}""");
        Assert.That(Applied(Fault.Isolate), Is.EqualTo((string[])["zookeeper-a-1: 7 packets dropped so far"]));
        Assert.That(Paper.Recorded<FaultApplied>().Single().Packets, Is.EqualTo(7));
        Assert.That(Paper.States["zookeeper-a-1"], Is.EqualTo(NodeState.Isolated | NodeState.Cut));
        await DoAsync(Fault.Heal, "zookeeper-a-1");
        Asked(
            """{"$type":"count-packets","name":"cut1","sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            """{"$type":"drop-rules","name":"cut1","sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            Remains);
        Assert.That(Applied(Fault.Heal), Is.EqualTo((string[])["zookeeper-a-1: 7 packets dropped until then; nothing stands of it any more; srvr says follower, epoch 1"]));
        Assert.That(Paper.Recorded<FaultApplied>()[^1], Has.Property("Packets").EqualTo(7).And.Property("Remains").Empty);
        Assert.That(Paper.States["zookeeper-a-1"], Is.EqualTo(NodeState.Well));
    }

    [Test]
    public async Task NodesOfOneTargetAreSparedAndFromSomeOnlyThoseAreCut()
    {
        await DoAsync(Fault.Isolate, Everybody, "zookeeper-a-1", "zookeeper-b-1");
        Assert.That(Calls()[0], Is.EqualTo(
            $$"""{"$type":"set-rules","name":"cut1","sandboxes":[{"sandbox":"{{Sandbox}}","incoming":["-i lo -j RETURN","-s {{B}} -j RETURN","-j DROP"],"outgoing":["-o lo -j RETURN","-d {{B}} -j RETURN","-j DROP"]},{"sandbox":"/sandboxes/zookeeper-b-1","incoming":["-i lo -j RETURN","-s {{A}} -j RETURN","-j DROP"],"outgoing":["-o lo -j RETURN","-d {{A}} -j RETURN","-j DROP"]}],"last":false}"""));
        await DoAsync(Fault.Isolate, new FaultOptions.Isolation(Peers.Nodes, Direction.In), "zookeeper-c-1");
        Assert.That(Calls()[0], Is.EqualTo(
            $$"""{"$type":"set-rules","name":"cut2","sandboxes":[{"sandbox":"/sandboxes/zookeeper-c-1","incoming":["-s {{A}} -j DROP","-s {{B}} -j DROP"],"outgoing":[]}],"last":false}"""));
    }

    [Test]
    public async Task ABrokerCutFromClientsAloneIsNotLostToItsCluster()
    {
        await DoAsync(Fault.Isolate, new FaultOptions.Isolation(Peers.Clients, Direction.Out), "kafka-a-1");
        Assert.That(Calls()[0], Is.EqualTo("""{"$type":"set-rules","name":"cut1","sandboxes":[{"sandbox":"/sandboxes/kafka-a-1","incoming":[],"outgoing":["-d 127.0.0.1 -j DROP"]}],"last":false}"""));
        Assert.That(Paper.States["kafka-a-1"], Is.EqualTo(NodeState.Isolated));
    }

    [Test]
    public async Task ASlownessIsAQueueThenRulesThenALimitAndItsUndoTakesAllOfThemAway()
    {
        await DoAsync(Fault.Slow, Slowness, "zookeeper-a-1");
        Asked(
            """{"$type":"delay-packets","name":"slow1","queue":1,"delay":50000000,"jitter":5000000,"seed":0,"sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            """{"$type":"set-rules","name":"slow1","sandboxes":[{"sandbox":"/sandboxes/zookeeper-a-1","incoming":["-i lo -j RETURN","-m statistic --mode random --probability 0.05 -j DROP","-j NFQUEUE --queue-num 1 --queue-bypass"],"outgoing":[]}],"last":true}""",
            """{"$type":"limit-rates","class":1,"bytesPerSecond":125000,"sandboxes":[{"sandbox":"/sandboxes/zookeeper-a-1","toward":null,"spared":[]}]}""",
            """{"$type":"count-packets","name":"slow1","sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            """{"$type":"count-limited","class":1,"sandboxes":["/sandboxes/zookeeper-a-1"]}""");
        Assert.That(Applied(Fault.Slow), Is.EqualTo((string[])["zookeeper-a-1: 2 packets lost, 5 packets delayed, 3 packets limited, 1 packets not delayed, as they should have been so far"]));
        var slow = Paper.Recorded<FaultApplied>().Single();
        Assert.That((slow.Packets, slow.Lost, slow.Delayed, slow.Undelayed, slow.Limited), Is.EqualTo(((long?)10, (long?)2, (long?)5, (long?)1, (long?)3)));
        await DoAsync(Fault.Heal, "zookeeper-a-1");
        Asked(
            """{"$type":"count-packets","name":"slow1","sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            """{"$type":"count-limited","class":1,"sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            """{"$type":"drop-rules","name":"slow1","sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            """{"$type":"release-packets","name":"slow1","sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            """{"$type":"free-rates","class":1,"sandboxes":["/sandboxes/zookeeper-a-1"]}""",
            Remains);
        Assert.That(Paper.States["zookeeper-a-1"], Is.EqualTo(NodeState.Well));
    }

    [TestCase(null, null, 125_000, "limit-rates, count-limited", "count-limited, free-rates, find-remains")]
    [TestCase(null, 0.05, null, "set-rules slow1, count-packets slow1", "count-packets slow1, drop-rules slow1, find-remains")]
    [TestCase(50, null, null, "delay-packets slow1, set-rules slow1, count-packets slow1", "count-packets slow1, drop-rules slow1, release-packets slow1, find-remains")]
    public async Task OfASlownessOnlyWhatItIsMadeOfIsLaidAndTakenAway(int? delay, double? loss, int? rate, string laid, string taken)
    {
        await DoAsync(Fault.Slow, new FaultOptions.Slowness(null, delay is { } most ? TimeSpan.FromMilliseconds(most) : null, null, loss, rate), "zookeeper-a-1");
        Assert.That(string.Join(", ", Kinds()), Is.EqualTo(laid));
        var slow = Paper.Recorded<FaultApplied>().Single();
        Assert.That((slow.Lost is null, slow.Delayed is null, slow.Limited is null), Is.EqualTo((loss is null, delay is null, rate is null)));
        await DoAsync(Fault.Heal, "zookeeper-a-1");
        Assert.That(string.Join(", ", Kinds()), Is.EqualTo(taken));
    }

    [Test]
    public async Task TowardSomeNodesOnlyTheirPacketsAreSlowAndWhoMeetsNotAllOfItIsNotWaitedForLong()
    {
        // The loss has met no packet of the other one, the limit has.
        Paper.Agent.Met = (_, sandbox) => sandbox == Sandbox ? new(2, 0, 0) : new(0, 0, 0);
        await DoAsync(Fault.Slow, new FaultOptions.Slowness(new Target.Nodes(["zookeeper-c-1"]), null, null, 0.25, 125_000), ["zookeeper-c-1"], "zookeeper-a-1", "zookeeper-b-1");
        Assert.That(Calls().Take(2), Is.EqualTo((string[])
        [
            $$"""{"$type":"set-rules","name":"slow1","sandboxes":[{"sandbox":"{{Sandbox}}","incoming":["-s {{C}} -m statistic --mode random --probability 0.25 -j DROP"],"outgoing":[]},{"sandbox":"/sandboxes/zookeeper-b-1","incoming":["-s {{C}} -m statistic --mode random --probability 0.25 -j DROP"],"outgoing":[]}],"last":true}""",
            $$"""{"$type":"limit-rates","class":1,"bytesPerSecond":125000,"sandboxes":[{"sandbox":"{{Sandbox}}","toward":["{{C}}"],"spared":[]},{"sandbox":"/sandboxes/zookeeper-b-1","toward":["{{C}}"],"spared":[]}]}""",
        ]));
        Assert.That(Applied(Fault.Slow), Is.EqualTo((string[])["zookeeper-a-1: 2 packets lost, 3 packets limited so far", "zookeeper-b-1: 3 packets limited so far"]));
        Assert.That(Paper.Recorded<AgentActed>()[^1].Commands, Is.EqualTo((string[])["count-packets", "count-limited"]), "of many looks the last");
    }

    [Test]
    public async Task WhoHasNothingToSayToThoseOthersIsSlowWithoutAPacket()
    {
        Paper.Agent.Met = (_, _) => new(0, 0, 0);
        await DoAsync(Fault.Slow, new FaultOptions.Slowness(new Target.Nodes(["zookeeper-c-1"]), null, null, 0.25, null), ["zookeeper-c-1"], "zookeeper-a-1");
        Assert.That(Applied(Fault.Slow), Is.EqualTo((string[])["zookeeper-a-1: its rules stand; no packet met them so far"]));
    }

    [TestCase(Fault.Isolate, "dropped")]
    [TestCase(Fault.Slow, "slowed")]
    public async Task WhatNoPacketMeetsForTwoSessionsDoesNotBiteAndIsTakenAwayByTheUndo(Fault fault, string word)
    {
        Paper.Agent.Met = (_, sandbox) => sandbox == Sandbox ? new(7, 0, 0) : new(0, 0, 0);
        var late = await Assert.ThrowsAsync<FaultException>(() => DoAsync(fault, fault == Fault.Slow ? Loss : Everybody, Two));
        Assert.That(late!.Message, Is.EqualTo($"the {fault.ToString().ToLowerInvariant()} was not seen to bite: waited 2 s for a packet of each node to be {word}; last seen: zookeeper-c-1: no packet met them"));
        Assert.That(Failed(), Is.EqualTo(Two.Select(node => $"{fault} {node}: {late.Message}")));
        Calls();
        await DoAsync(Fault.Heal, "zookeeper-c-1");
        var name = fault == Fault.Slow ? "slow1" : "cut1";
        Assert.That(Kinds(), Is.EqualTo((string[])[$"count-packets {name}", $"drop-rules {name}", "find-remains"]));
    }

    [Test]
    public async Task RulesOfANodeWhoseProcessDoesNotRunNeedMeetNoPacket()
    {
        await DoAsync(Fault.Kill, "zookeeper-a-1");
        Calls();
        await DoAsync(Fault.Isolate, Everybody, "zookeeper-a-1");
        Assert.That(Calls()[1], Is.EqualTo("""{"$type":"count-packets","name":"cut2","sandboxes":[]}"""));
        Assert.That(Applied(Fault.Isolate), Is.EqualTo((string[])["zookeeper-a-1: its rules stand; its process does not run, so that no packet could meet them"]));
    }

    [Test]
    public async Task AnIsolationThatAddsNothingIsRefusedBeforeTheAgentIsAsked()
    {
        await DoAsync(Fault.Isolate, Everybody, "zookeeper-a-1");
        Calls();
        await Assert.ThrowsAsync<FaultException>(() => DoAsync(Fault.Isolate, new FaultOptions.Isolation(Peers.Nodes, Direction.In), "zookeeper-a-1"));
        Assert.That(Calls(), Is.Empty);
        Assert.That(Failed(), Is.EqualTo((string[])["Isolate zookeeper-a-1: it is isolated at least so already"]));
    }

    [Test]
    public async Task WhatStillStandsAfterAHealIsInTheHistory()
    {
        await DoAsync(Fault.Isolate, Everybody, "zookeeper-a-1");
        Paper.Agent.Remains = ["-N kc-cut1-in", "-A INPUT -j kc-cut1-in"];
        await DoAsync(Fault.Heal, "zookeeper-a-1");
        Assert.That(Applied(Fault.Heal), Is.EqualTo((string[])["zookeeper-a-1: 7 packets dropped until then; there still stood: -N kc-cut1-in; -A INPUT -j kc-cut1-in; srvr says follower, epoch 1"]));
        Assert.That(Paper.Recorded<FaultApplied>()[^1].Remains, Is.EqualTo(Paper.Agent.Remains));
    }

    // In the words of an agent whose kernel answers no iptables.
    [TestCase(Fault.Isolate, "set-rules", "set-rules cut1", "no iptables that this kernel answers: nsenter --net=/proc/1/ns/net iptables-nft -w -nL: refused")]
    [TestCase(Fault.Isolate, "count-packets", "set-rules cut1, count-packets cut1", "not today")]
    [TestCase(Fault.Slow, "delay-packets", "delay-packets slow1", "the kernel has no packet queue")]
    [TestCase(Fault.Slow, "set-rules", "delay-packets slow1, set-rules slow1", "no iptables that this kernel answers")]
    [TestCase(Fault.Slow, "limit-rates", "delay-packets slow1, set-rules slow1, limit-rates", "the kernel has no htb")]
    [TestCase(Fault.Slow, "count-limited", "delay-packets slow1, set-rules slow1, limit-rates, count-packets slow1, count-limited", "not today")]
    public async Task WhatTheAgentRefusesIsInTheHistoryOfEachNodeAndNoMoreIsAsked(Fault fault, string kind, string asked, string why)
    {
        Paper.Agent.Refuse(kind, why);
        await Assert.ThrowsAsync<KafkaChaos.Clusters.EnvironmentException>(() => DoAsync(fault, fault == Fault.Slow ? Slowness : Everybody, Two));
        Assert.That(Failed(), Is.EqualTo(Two.Select(node => $"{fault} {node}: The agent could not do its work ({kind}). {why}")));
        Assert.That(string.Join(", ", Kinds()), Is.EqualTo(asked));
        Assert.That(Paper.Recorded<FaultApplied>(), Is.Empty);
        Assert.That(Paper.States["zookeeper-c-1"], Is.EqualTo(fault == Fault.Slow ? NodeState.Slow : NodeState.Isolated | NodeState.Cut), "it counts from its request on");
    }

    // What was laid is gone with the last of its rules; whether anything stands is only a look.
    [TestCase("count-packets", "count-packets cut1", NodeState.Isolated | NodeState.Cut)]
    [TestCase("drop-rules", "count-packets cut1, drop-rules cut1", NodeState.Isolated | NodeState.Cut)]
    [TestCase("find-remains", "count-packets cut1, drop-rules cut1, find-remains", NodeState.Well)]
    public async Task AHealThatTheAgentRefusesIsInTheHistory(string kind, string asked, NodeState state)
    {
        await DoAsync(Fault.Isolate, Everybody, "zookeeper-a-1");
        Calls();
        var reason = await RefusedAsync(kind, () => DoAsync(Fault.Heal, "zookeeper-a-1"));
        Assert.That(Failed(), Is.EqualTo((string[])[$"Heal zookeeper-a-1: {reason}"]));
        Assert.That(Applied(Fault.Heal), Is.Empty);
        Assert.That(string.Join(", ", Kinds()), Is.EqualTo(asked));
        Assert.That(Paper.States["zookeeper-a-1"], Is.EqualTo(state));
    }
}
