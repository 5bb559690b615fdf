using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>What a peer gets of a machine that loses its power, counted in the peer's own network namespace.</summary>
public sealed partial class SilenceTests : ClusterTest
{
    private static readonly string[] Zones = ["a", "b", "c"];

    [Test]
    public async Task AfterALossOfPowerNoPacketReachesAPeer()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 6s, as: dark, power-off: { role: zookeeper-leader } }
              - { after: 12s, power-on: { same-as: dark } }
            """), "--runs", Runs);
        await tool.PrintedAsync("load");
        var run = (await tool.TraceAsync(Engine))!.Run;
        var image = (await Command.DockerAsync("", "inspect", "--format", "{{.Config.Image}}", $"kafkachaos-{run}-agent")).Trim();
        // The leader pings each of the others: two of these three count it.
        foreach (var peer in Zones)
        {
            foreach (var other in Zones.Where(zone => zone != peer))
            {
                await IptablesAsync(image, run, peer, $"--insert INPUT --source {await AddressAsync(run, other)}");
            }
        }

        await InEffectAsync(tool, 0);
        var victim = Victim().Match(History()).Groups[1].Value;
        var (address, witness) = (await AddressAsync(run, victim), Zones.First(zone => zone != victim));
        var counts = new List<long>();
        while (!History().Contains("\"fault-requested\",\"step\":1", StringComparison.Ordinal))
        {
            var listed = await IptablesAsync(image, run, witness, "--list INPUT --verbose --exact --numeric");
            counts.Add(listed.Split('\n').Where(line => line.Contains($" {address} ", StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture)));
        }

        TestContext.Out.WriteLine($"packets of {victim} at {witness}: {string.Join(", ", counts)}");
        // While the last was counted the power may have come back.
        Assert.That(counts, Has.Count.GreaterThan(5));
        Assert.That(counts[0], Is.GreaterThan(0), "those before");
        Assert.That(counts.SkipLast(1), Has.All.EqualTo(counts[0]), "no FIN, no RST, nothing");
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
    }

    private static async Task<string> AddressAsync(string run, string zone) =>
        (await Command.DockerAsync("", "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", Sandbox(run, zone))).Trim();

    private static Task<string> IptablesAsync(string image, string run, string zone, string arguments) => Command.DockerAsync(
        "", "run", "--rm", "--user", "0:0", "--cap-add", "NET_ADMIN", "--network", $"container:{Sandbox(run, zone)}", "--entrypoint", "sh", image, "-c", $"iptables-nft {arguments} 2>/dev/null || iptables-legacy {arguments}");

    private static string Sandbox(string run, string zone) => $"kafkachaos-{run}-zookeeper-{zone}-1-sandbox";

    private string History() => File.ReadAllText(Path.Combine(RunFolder, "history.jsonl"));

    [GeneratedRegex("\"fault-applied\",\"step\":0,\"fault\":\"power-off\",\"node\":\"zookeeper-(.)-1\"")]
    private static partial Regex Victim();
}
