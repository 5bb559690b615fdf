using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>What the agent does to limit what nodes send.</summary>
public sealed class DeskRateCommandTests(int version, bool systemd) : DeskFixture(version, systemd)
{
    private const string Tc = "nsenter --net=/proc/1/ns/net tc";
    private const string Root = "qdisc add dev eth0 root handle 1: htb default 0";

    private string One => Groups.Sandbox("one");

    [Test]
    public void ARateTowardEverybodySparesWhatStaysTogether()
    {
        Do(new AgentRequest.LimitRates(10, 12_500_000, [new SandboxRate(One, null, ["10.0.0.2"])]));
        Did(Batch(
            Root,
            "class add dev eth0 parent 1: classid 1:a htb rate 100000000bit burst 125000 cburst 125000 quantum 60000",
            "qdisc add dev eth0 parent 1:a bfifo limit 5125000",
            "filter add dev eth0 parent 1: protocol ip pref 16394 u32 match ip dst 10.0.0.2/32 flowid 1:0",
            "filter add dev eth0 parent 1: protocol ip pref 16394 u32 match u32 0 0 flowid 1:a"));
    }

    [Test]
    public void ARateTowardSomeIsOfTheirAddressesTogether()
    {
        Do(new AgentRequest.LimitRates(3, 125, [new SandboxRate(One, ["10.0.0.3", "10.0.0.4"], [])]));
        Did(Batch(
            Root,
            "class add dev eth0 parent 1: classid 1:3 htb rate 1000bit burst 16384 cburst 16384 quantum 60000",
            "qdisc add dev eth0 parent 1:3 bfifo limit 81920",
            "filter add dev eth0 parent 1: protocol ip pref 3 u32 match ip dst 10.0.0.3/32 flowid 1:3",
            "filter add dev eth0 parent 1: protocol ip pref 3 u32 match ip dst 10.0.0.4/32 flowid 1:3"));
    }

    [TestCase(1, 2)]
    [TestCase(2, 1)]
    public void RatesStandSideBySideAndGoInAnyOrder(int first, int second)
    {
        Limit(1);
        Limit(2);
        Assert.That(Machine.Done.Single(), Does.Not.Contain(Root));
        Do(new AgentRequest.FreeRates((ushort)first, Lines(One)));
        Did(Batch($"filter del dev eth0 parent 1: pref {first}", $"class del dev eth0 classid 1:{first}"));
        Do(new AgentRequest.FreeRates((ushort)second, Lines(One)));
        Did(Batch("qdisc del dev eth0 root"));
        Limit(3);
        Assert.That(Machine.Done.Single(), Does.Contain(Root), "nothing was left of it");
    }

    [Test]
    public void NodesHaveTheirsEachForItself()
    {
        Do(new AgentRequest.LimitRates(1, 1000, [new SandboxRate(One, null, []), new SandboxRate(Groups.Sandbox("three"), null, [])]));
        Assert.That(Machine.Done, Has.Count.EqualTo(2).And.All.Contains(Root));
        Do(new AgentRequest.FreeRates(1, Lines(One)));
        Did(Batch("qdisc del dev eth0 root"));
    }

    [Test]
    public void ItsPacketsAreCountedByItsClass()
    {
        Machine.Say("-s class show dev eth0 classid 1:1f", """
            class htb 1:1f root leaf 8001: prio 0 rate 1Mbit ceil 1Mbit burst 16Kb cburst 16Kb
             Sent 522976 bytes 348 pkt (dropped 14, overlimits 13 requeues 0)
             backlog 66b 1p requeues 0

            """);
        Assert.That(Do(new AgentRequest.CountLimited(0x1f, Lines(One))).Limited, Is.EqualTo(new Dictionary<string, long> { [One] = 348 }));
        Did($"{Tc} -s class show dev eth0 classid 1:1f");
    }

    [Test]
    public void WhatIsNotThereIsNamed()
    {
        Assert.That(Refused(new AgentRequest.FreeRates(1, Lines(One))), Is.EqualTo($"{One} has no rate of the number 1"));
        Assert.That(Refused(new AgentRequest.CountLimited(1, Lines(One))), Is.EqualTo($"{One} has no rate of the number 1"));
        Limit(1);
        Assert.That(Refused(new AgentRequest.LimitRates(1, 1000, [new SandboxRate(One, null, [])])), Is.EqualTo($"{One} has a rate of the number 1 already"));
        Did();
    }

    [Test]
    public void WhatTheKernelRefusesHalfWayIsTakenAwayAgain()
    {
        Machine.Refuse("match u32");
        Assert.That(Refused(new AgentRequest.LimitRates(1, 1000, [new SandboxRate(One, null, [])])), Does.Contain("tc -batch -").And.EndWith("refused"));
        Assert.That(Machine.Done[^1], Is.EqualTo($"{Tc} -force -batch - <<<'qdisc del dev eth0 root'"));
        Limit(2);
        Assert.That(Refused(new AgentRequest.LimitRates(3, 1000, [new SandboxRate(One, null, [])])), Does.EndWith("refused"));
        Assert.That(Machine.Done[^1], Is.EqualTo($"{Tc} -force -batch - <<<'filter del dev eth0 parent 1: pref 16387\nclass del dev eth0 classid 1:3'"));
    }

    private void Limit(ushort number) => Do(new AgentRequest.LimitRates(number, 1000, [new SandboxRate(One, [$"10.0.0.{number}"], [])]));

    private static string Batch(params string[] lines) => $"{Tc} -batch - <<<'{string.Join('\n', lines)}'";
}
