using System.Globalization;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Rates between pairs of nodes, measured by what goes through them.</summary>
public sealed class RateTests : ClusterTest
{
    // A connect request whose end ZooKeeper does not look at: it answers when it has all of it (at most jute.maxbuffer).
    private const int Bytes = 0x80000;

    // Enough for a connect request, and for the kernel to count.
    private const int FewBytes = 0x40;

    // What a class lets out at once, and the rounding of clocks.
    private const double Allowance = 0.9;

    private static readonly TimeSpan FaultDeadline = TimeSpan.FromMinutes(2);

    [Test]
    public async Task EachPairOfNodesCanHaveARateOfItsOwn()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, slow: { node: zookeeper-a-1, toward: { node: zookeeper-b-1 }, rate: 1Mbit/s } }
              - { after: 1s, slow: { node: zookeeper-b-1, toward: { node: zookeeper-c-1 }, rate: 4Mbit/s } }
              - { after: 1s, slow: { node: zookeeper-a-1, rate: 16Mbit/s } }
              - { after: 25s, heal: { node: zookeeper-a-1 } }
              - { after: 10s, as: dark, power-off: { node: zookeeper-b-1 } }
              - { after: 16s, power-on: { same-as: dark } }
              - { after: 8s, heal: { node: zookeeper-b-1 } }
            """), "--runs", Runs);
        await tool.PrintedAsync("step 1 of 7");
        var run = (await tool.TraceAsync(Engine))!.Run;
        await AppliedAsync(tool, run, "slow", 3);
        // At the same time, so that what else this machine does holds all of them up; nowhere do answers wait behind another's bytes for long.
        var times = await Task.WhenAll(SendAsync(run, "a", "b", Bytes), SendAsync(run, "b", "c", Bytes), SendAsync(run, "a", "c", Bytes), SendAsync(run, "c", "a", Bytes));
        var (slowest, slow, rest, free) = (times[0], times[1], times[2], times[3]);
        TestContext.Out.WriteLine($"a to b {slowest:0.00} s, b to c {slow:0.00} s, a to c {rest:0.00} s, c to a {free:0.00} s");
        Assert.That(slowest, Is.GreaterThan(Allowance * SecondsAt(1)));
        Assert.That(slow, Is.GreaterThan(Allowance * SecondsAt(4)).And.LessThan(slowest));
        Assert.That(rest, Is.GreaterThan(Allowance * SecondsAt(16)).And.LessThan(slow));
        Assert.That(free, Is.LessThan(slow), "nobody limits c");

        await AppliedAsync(tool, run, "heal", 1);
        times = await Task.WhenAll(SendAsync(run, "a", "b", Bytes), SendAsync(run, "b", "c", Bytes));
        TestContext.Out.WriteLine($"after the first heal a to b {times[0]:0.00} s, b to c {times[1]:0.00} s");
        Assert.That(times[0], Is.LessThan(Allowance * SecondsAt(1)), "a is not limited any more");
        Assert.That(times[1], Is.GreaterThan(Allowance * SecondsAt(4)), "b is still");

        // Its queue is never empty when it loses power; none of that leaves it then, and the limit outlives it.
        await SendWithoutEndAsync(run, "b", "c");
        await AppliedAsync(tool, run, "power-on", 1);
        var again = await SendAsync(run, "b", "c", Bytes);
        TestContext.Out.WriteLine($"after the power came back b to c {again:0.00} s");
        Assert.That(again, Is.GreaterThan(Allowance * SecondsAt(4)));
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
        Assert.That(History(), Does.Contain("qdisc del dev eth0 parent 1:2").And.Contain("0 packets left it while it was off"));
        Assert.That(History(), Does.Contain("htb rate 1000000bit").And.Contain("flowid 1:1"));
    }

    private static double SecondsAt(double megabits) => Bytes * 8 / (megabits * 1e6);

    // From the connection to the answer, which comes when the last byte has.
    private static async Task<double> SendAsync(string run, string from, string to, int bytes)
    {
        var said = await Command.DockerAsync("", "exec", $"kafkachaos-{run}-zookeeper-{from}-1", "bash", "-c", $$"""
            exec 3<>/dev/tcp/zookeeper-{{to}}-1/2181
            began=$EPOCHREALTIME
            { printf '\x00\x{{bytes >> 16:x2}}\x{{bytes >> 8 & 0xff:x2}}\x{{bytes & 0xff:x2}}'; head -c {{bytes}} /dev/zero; } >&3
            head -c 1 <&3 >/dev/null
            echo $began $EPOCHREALTIME
            """);
        var times = said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return times[1] - times[0];
    }

    // Until the process is killed.
    private static async Task SendWithoutEndAsync(string run, string from, string to) => await Command.DockerAsync("", "exec", "--detach", $"kafkachaos-{run}-zookeeper-{from}-1", "bash", "-c", $$"""
        while exec 3<>/dev/tcp/zookeeper-{{to}}-1/2181; do
            { printf '\x00\x{{Bytes >> 16:x2}}\x{{Bytes >> 8 & 0xff:x2}}\x{{Bytes & 0xff:x2}}'; head -c {{Bytes}} /dev/zero; } >&3
        done
        """);

    // Members that follow do not talk to each other, so that nothing would meet the limit between them.
    private Task AppliedAsync(ToolProcess tool, string run, string fault, int times) => Wait.UntilAsync($"{times} of the fault {fault}", FaultDeadline, async _ =>
    {
        if (fault == "slow")
        {
            await Task.WhenAll(SendAsync(run, "a", "b", FewBytes), SendAsync(run, "b", "c", FewBytes));
        }

        var seen = History().Split('\n').Count(line => line.Contains("\"fault-applied\"", StringComparison.Ordinal) && line.Contains($"\"fault\":\"{fault}\"", StringComparison.Ordinal));
        return new Look(seen >= times, tool.Output);
    }, CancellationToken.None);

    private string History() => Path.Combine(RunFolder, "history.jsonl") is var path && File.Exists(path) ? File.ReadAllText(path) : "";
}
