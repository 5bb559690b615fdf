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
        Assert.That(Do(new AgentRequest.CountPackets("cut1", Lines(One))).Packets, Is.EqualTo(new Dictionary<string, long> { [One] = 7 }));
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

    [Test]
    public void AQueueThatBrokeIsAnErrorAtTheNextCount()
    {
        Do(new AgentRequest.DelayPackets("slow3", 3, 1000, 0, 0, Lines(One)));
        Machine.QueueFailure = "it cannot be read";
        Assert.That(Refused(new AgentRequest.CountPackets("slow3", Lines(One))), Is.EqualTo($"the packet queue slow3 of {One} holds nothing any more: it cannot be read"));
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
