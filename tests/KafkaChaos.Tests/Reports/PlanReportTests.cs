using System.Text.Json;
using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Reports;
using KafkaChaos.Tests.Planning;
using NUnit.Framework;
using static KafkaChaos.Tests.Reports.Sample;

namespace KafkaChaos.Tests.Reports;

public sealed class PlanReportTests
{
    private static readonly Plan Plan = PlanTests.PlanOf("spread-over-a-c-and-a-witness");

    [Test]
    public void TheTableShowsVerdictsAndEachReasonOnce()
    {
        var (console, text) = Plain(140);
        PlanConsole.Write(console, Plan);
        var seen = Seen(text);
        Assert.That(seen, Does.Contain("zookeeper-w-1").And.Contain("domain elsewhere (w)").And.Contain("What this means"));
        Assert.That(seen.Split("2 of 3 ZooKeeper voters live, and a majority is 2.\n"), Has.Length.EqualTo(2), "once as a footnote");
        Assert.That(seen, Does.Match(@"domain east \(a, b\)\s+yes \[1\]\s+yes \[2\]\s+yes \[\d+\]\s+orders\s+yes \[\d+\]\s+yes \[\d+\]\s+no \[\d+\]\s+may \[\d+\]"));
    }

    [Test]
    public void MarkdownHasEveryRowAndEveryReason()
    {
        var text = PlanMarkdown.Of(Plan);
        foreach (var reason in Plan.Rows.SelectMany(row => row.Cells).Select(cell => cell!.Reason.Replace("_", "\\_")).Distinct())
        {
            Assert.That(text, Does.Contain($". {reason}\n"));
        }

        foreach (var row in Plan.Rows)
        {
            Assert.That(text, Does.Contain($"| {row.Name} | "));
        }
    }

    [Test]
    public void JsonHasEveryCell()
    {
        using var json = JsonDocument.Parse(PlanFile.Of(Plan));
        var east = json.RootElement.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == "domain east (a, b)");
        Assert.That(east.GetProperty("unit").GetString(), Is.EqualTo("domain"));
        var cell = east.GetProperty("topics")[0].GetProperty("lostByPowerLoss");
        Assert.That(cell.GetProperty("answer").GetString(), Is.EqualTo("conditional"));
        Assert.That(cell.GetProperty("verdict").GetString(), Is.EqualTo("may"));
        Assert.That(cell.GetProperty("reason").GetString(), Does.Contain("worst in-sync set"));
        Assert.That(json.RootElement.GetProperty("acks").GetString(), Is.EqualTo("all"));
    }

    [TestCase(LossKind.Pair, Unit.Node, 44850L, 1750L, "44,850 pairs of nodes: 1,750 say only what their parts already say and are not shown.")]
    [TestCase(LossKind.Pair, Unit.Domain, 1L, 0L, "1 pair of domains: 0 say only what their parts already say and are not shown.")]
    [TestCase(LossKind.WhileRestarting, Unit.Zone, 12L, 3L, "12 losses of a zone while another node restarts: 3 say only what their parts already say and are not shown.")]
    public void CountsAreSentences(LossKind kind, Unit unit, long losses, long said, string text) =>
        Assert.That(PlanTable.CountOf(new PlanCount(kind, unit, losses, said)), Is.EqualTo(text));

    [Test]
    public void NamesOfOthersAreHarmlessInMarkdown() =>
        Assert.That(PlanMarkdown.Of(Plan with { Name = "a|b_c<d" }), Does.StartWith("# Plan of a\\|b\\_c&lt;d, for acks=all\n"));
}
