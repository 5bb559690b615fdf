using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>What the agent does to the networks of nodes.</summary>
public sealed class DeskNetworkCommandTests(int version, bool systemd) : DeskFixture(version, systemd)
{
    private const string Enter = "nsenter --net=/proc/1/ns/net";
    private const string Look = $"{Enter} iptables-nft -w -nL";
    private const string Restore = $"{Enter} iptables-nft-restore -w --noflush <<<'*filter\n";

    private string One => Groups.Sandbox("one");

    [Test]
    public void AnIsolationGoesBeforeAllOtherRules()
    {
        Do(new AgentRequest.SetRules("cut1", [new SandboxRules(One, ["-s 10.0.0.2 -j DROP", "-s 10.0.0.3 -j DROP"], ["-d 10.0.0.2 -j DROP"])], Last: false));
        Did(Look, Restore + ":kc-cut1-in - [0:0]\n:kc-cut1-out - [0:0]\n-A kc-cut1-in -s 10.0.0.2 -j DROP\n-A kc-cut1-in -s 10.0.0.3 -j DROP\n-A kc-cut1-out -d 10.0.0.2 -j DROP\n-I INPUT -j kc-cut1-in\n-I OUTPUT -j kc-cut1-out\nCOMMIT'");
    }

    [Test]
    public void ASlownessGoesBehindAllOtherRules()
    {
        Do(new AgentRequest.SetRules("slow2", [new SandboxRules(One, ["-j NFQUEUE --queue-num 2 --queue-bypass"], [])], Last: true));
        Did(Look, Restore + ":kc-slow2-in - [0:0]\n:kc-slow2-out - [0:0]\n-A kc-slow2-in -j NFQUEUE --queue-num 2 --queue-bypass\n-A INPUT -j kc-slow2-in\n-A OUTPUT -j kc-slow2-out\nCOMMIT'");
    }

    [Test]
    public void EachStepsRulesGoByThemselvesInAnyOrder()
    {
        Do(new AgentRequest.SetRules("cut1", [new SandboxRules(One, [], [])], Last: false));
        Do(new AgentRequest.SetRules("cut2", [new SandboxRules(One, [], [])], Last: false));
        foreach (var name in new[] { "cut1", "cut2" })
        {
            Do(new AgentRequest.DropRules(name, Lines(One)));
            Did(Restore + $"-D INPUT -j kc-{name}-in\n-D OUTPUT -j kc-{name}-out\n-F kc-{name}-in\n-F kc-{name}-out\n-X kc-{name}-in\n-X kc-{name}-out\nCOMMIT'");
        }

        Assert.That(Refused(new AgentRequest.DropRules("cut1", Lines(One))), Is.EqualTo($"{One} has no rules of the name cut1"));
    }

    [Test]
    public void RulesOfSeveralNodesAreSetInEach()
    {
        Do(new AgentRequest.SetRules("cut1", [new SandboxRules(One, [], []), new SandboxRules(Groups.Sandbox("three"), [], [])], Last: false));
        Assert.That(Machine.Done.Where(done => done.Contains("-restore", StringComparison.Ordinal)).Select(done => done.Split(' ')[1]), Is.EquivalentTo(Lines("--net=/proc/1/ns/net", "--net=/proc/3/ns/net")));
    }

    [Test]
    public void PacketsThatWereSparedAreNotCounted()
    {
        Do(new AgentRequest.SetRules("cut1", [new SandboxRules(One, [], [])], Last: false));
        Machine.Say("-nvxL kc-cut1-in", """
            Chain kc-cut1-in (1 references)
                pkts      bytes target     prot opt in     out     source               destination
                   9      720 RETURN     0    --  lo     *       0.0.0.0/0            0.0.0.0/0
                   5      300 DROP       0    --  *      *       10.0.0.2             0.0.0.0/0

            """);
        Machine.Say("-nvxL kc-cut1-out", """
            Chain kc-cut1-out (1 references)
                pkts      bytes target     prot opt in     out     source               destination
                   2      120 DROP       0    --  *      *       0.0.0.0/0            10.0.0.2

            """);
        Assert.That(Do(new AgentRequest.CountPackets("cut1", Lines(One))).Met, Is.EqualTo(new Dictionary<string, PacketsMet> { [One] = new(7, 0, 0) }));
        Did($"{Enter} iptables-nft -w -nvxL kc-cut1-in", $"{Enter} iptables-nft -w -nvxL kc-cut1-out");
    }

    [Test]
    public void WhereOneIptablesIsMissingTheOtherIsTaken()
    {
        Machine.Refuse("iptables-nft");
        Do(new AgentRequest.SetRules("cut1", [new SandboxRules(One, [], [])], Last: false));
        Assert.That(Machine.Done, Is.EqualTo(Lines(Look, $"{Enter} iptables-legacy -w -nL", Machine.Done[^1])));
        Assert.That(Machine.Done[^1], Does.StartWith($"{Enter} iptables-legacy-restore -w --noflush"));
    }

    [Test]
    public void WithoutAnyIptablesEachRefusalIsShown()
    {
        Machine.Refuse("iptables");
        Assert.That(
            Refused(new AgentRequest.SetRules("cut1", [new SandboxRules(One, [], [])], Last: false)),
            Is.EqualTo($"no iptables that this kernel answers: {Look}: refused; {Enter} iptables-legacy -w -nL: refused"));
        Machine.Refuse("nothing");
        Assert.That(Refused(new AgentRequest.DropRules("cut1", Lines(One))), Does.Contain("has no rules of the name cut1"));
    }

    [Test]
    public void ADelayIsAQueueAndItsEndLetsThePacketsGo()
    {
        Do(new AgentRequest.DelayPackets("slow3", 3, 50_000_000, 5_000_000, 0, Lines(One)));
        Did("hold the packets of queue 3 in /proc/1/ns/net for 50000000 ns, jitter 5000000 ns");
        Do(new AgentRequest.ReleasePackets("slow3", Lines(One)));
        Did("let the packets of queue 3 go on");
        Assert.That(Refused(new AgentRequest.ReleasePackets("slow3", Lines(One))), Is.EqualTo($"{One} has no packet queue of the name slow3"));
    }

    [Test]
    public void WhenItLeavesWhatWaitsGoesOn()
    {
        Do(new AgentRequest.DelayPackets("slow3", 3, 1000, 0, 0, Lines(One, Groups.Sandbox("two"))));
        Machine.Forget();
        Desk.Leave();
        Did("let the packets of queue 3 go on", "let the packets of queue 3 go on");
    }

    // Ids are given to all that come; the program was not told of two of them.
    [TestCase(95, 0, 95, 0)]
    [TestCase(96, 0, 95, 0)]
    [TestCase(90, 0, 90, 5)]
    [TestCase(90, 2, 88, 7)]
    public void PacketsLostDelayedAndLetThroughAreToldApart(int came, int missed, int delayed, int undelayed)
    {
        Slow();
        Machine.Say("-nvxL kc-slow3-in", """
            Chain kc-slow3-in (1 references)
                pkts      bytes target     prot opt in     out     source               destination
                   5      300 DROP       0    --  *      *       10.0.0.2             0.0.0.0/0            statistic mode random probability 0.05000000028
                  60     3600 NFQUEUE    0    --  *      *       10.0.0.2             0.0.0.0/0            NFQUEUE num 3 bypass
                  35     2100 NFQUEUE    0    --  *      *       10.0.0.3             0.0.0.0/0            NFQUEUE num 3 bypass

            """);
        Machine.Say("/net/netfilter/nfnetlink_queue", $"    2   4711     0 1     0     0     0       12  1\n    3  23498     7 1     0     0     0 {came,8}  1\n");
        Machine.QueueMissed = missed;
        Assert.That(Do(new AgentRequest.CountPackets("slow3", Lines(One))).Met[One], Is.EqualTo(new PacketsMet(5, delayed, undelayed)));
        Did($"{Enter} iptables-nft -w -nvxL kc-slow3-in", $"{Enter} iptables-nft -w -nvxL kc-slow3-out", "cat /proc/1/net/netfilter/nfnetlink_queue");
    }

    [TestCase("")]
    [TestCase("    2   4711     0 1     0     0     0       12  1\n")]
    public void AQueueThatTheKernelDoesNotKnowIsAnError(string queues)
    {
        Slow();
        Machine.Say("/net/netfilter/nfnetlink_queue", queues);
        Assert.That(Refused(new AgentRequest.CountPackets("slow3", Lines(One))), Is.EqualTo($"the packet queue slow3 of {One} holds nothing any more: the kernel knows of none"));
    }

    [Test]
    public void WhatStandsOfFaultsIsFoundWhateverWasDroppedBefore()
    {
        LayAndDrop();
        Machine.Say("-w -S", """
            -P INPUT ACCEPT
            -N DOCKER_OUTPUT
            -N kc-off-in
            -N kc-cut1-in
            -A INPUT -j kc-off-in
            -A INPUT -j kc-cut1-in
            -A kc-off-in -j DROP
            -A kc-cut1-in -s 10.0.0.2/32 -j DROP

            """);
        Machine.Say("qdisc show", "qdisc htb 1: root refcnt 3 r2q 10 default 0\nqdisc bfifo 8001: parent 1:3 limit 81920b\n");
        Machine.Say("/net/netfilter/nfnetlink_queue", "    3  23498     7 1     0     0     0      100  1\n");
        Assert.That(Do(new AgentRequest.FindRemains(Lines(One))).Remains[One], Is.EqualTo(Lines(
            "-N kc-cut1-in", "-A INPUT -j kc-cut1-in", "-A kc-cut1-in -s 10.0.0.2/32 -j DROP", "qdisc htb 1: root refcnt 3 r2q 10 default 0", "qdisc bfifo 8001: parent 1:3 limit 81920b", "packet queue 3")));
    }

    [Test]
    public void WhereNothingStandsNothingIsFound()
    {
        LayAndDrop();
        Machine.Say("-w -S", "-P INPUT ACCEPT\n-N kc-off-in\n-A INPUT -j kc-off-in\n-A kc-off-in -j DROP\n");
        Machine.Say("qdisc show", "qdisc noqueue 0: root refcnt 2\n");
        Assert.That(Do(new AgentRequest.FindRemains(Lines(One))).Remains[One], Is.Empty, "a node without power is healed all the same");
        Did($"{Enter} iptables-nft -w -S", $"{Enter} tc qdisc show dev eth0", "cat /proc/1/net/netfilter/nfnetlink_queue");
    }

    // A kernel need not have what no fault needed.
    [Test]
    public void WhereNothingEverStoodNoProgramIsAsked()
    {
        Machine.Refuse("nsenter");
        Assert.That(Do(new AgentRequest.FindRemains(Lines(One))).Remains[One], Is.Empty);
        Did("cat /proc/1/net/netfilter/nfnetlink_queue");
    }

    [Test]
    public void WhatTheInterfaceSentIsTheKernelsWord()
    {
        Machine.Say("/proc/1/net/dev", """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:    1000      10    0    0    0     0          0         0     1000      10    0    0    0     0       0          0
              eth0:    4894      23    0    0    0     0          0         0    73626      53    0    0    0     0       0          0

            """);
        Machine.Say("/proc/3/net/dev", "    lo:    1000      10    0    0    0     0          0         0     1000      10    0    0    0     0       0          0\n");
        var sent = Do(new AgentRequest.CountSent(Lines(One, Groups.Sandbox("two"), Groups.Sandbox("three")))).Sent;
        Assert.That(sent, Is.EqualTo(new Dictionary<string, FramesSent> { [One] = new(53, 73626) }), "where there is no interface nothing is counted");
        Did("cat /proc/1/net/dev", "cat /proc/2/net/dev", "cat /proc/3/net/dev");
    }

    [Test]
    public void AQueueThatBrokeIsAnErrorAtTheNextCount()
    {
        Do(new AgentRequest.DelayPackets("slow3", 3, 1000, 0, 0, Lines(One)));
        Machine.QueueFailure = "it cannot be read";
        Assert.That(Refused(new AgentRequest.CountPackets("slow3", Lines(One))), Is.EqualTo($"the packet queue slow3 of {One} holds nothing any more: it cannot be read"));
    }

    private void LayAndDrop()
    {
        Do(new AgentRequest.SetRules("cut1", [new SandboxRules(One, ["-j DROP"], [])], Last: false));
        Do(new AgentRequest.LimitRates(3, 1000, [new SandboxRate(One, null, [])]));
        Do(new AgentRequest.DropRules("cut1", Lines(One)));
        Do(new AgentRequest.FreeRates(3, Lines(One)));
    }

    private void Slow()
    {
        Do(new AgentRequest.DelayPackets("slow3", 3, 1000, 0, 0, Lines(One)));
        Do(new AgentRequest.SetRules("slow3", [new SandboxRules(One, ["-j NFQUEUE --queue-num 3 --queue-bypass"], [])], Last: true));
    }

    [Test]
    public void ASandboxWithoutAProcessIsNamed()
    {
        Groups.Empty(One);
        AgentRequest[] requests =
        [
            new AgentRequest.SetRules("cut1", [new SandboxRules(One, [], [])], Last: false),
            new AgentRequest.DelayPackets("slow3", 3, 1000, 0, 0, Lines(One)),
            new AgentRequest.LimitRates(1, 1000, [new SandboxRate(One, null, [])]),
        ];
        foreach (var request in requests)
        {
            Assert.That(Refused(request), Is.EqualTo($"no process holds the network namespace of {One}"));
            Did();
        }
    }
}
