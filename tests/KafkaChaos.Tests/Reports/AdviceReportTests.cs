using System.Text.Json;
using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Reports;
using NUnit.Framework;
using Spectre.Console;

namespace KafkaChaos.Tests.Reports;

public sealed class AdviceReportTests
{
    private static readonly Advice TwoSites = Advisor.Advise(
        new([new("a", "east"), new("b", "east"), new("c", "west"), new("d", "west")], 3, 4, 3, 2), 2);

    [Test]
    public void ATableSaysWhatCannotBeSurvivedAndWhy()
    {
        var text = Written(ReportFormat.Table);
        Assert.That(text, Does.Contain("a, b are one physical site, east"));
        Assert.That(text, Does.Contain("1: west lost: the quorum is lost: 1 of 3 voters live, a majority is 2"));
        Assert.That(text, Does.Contain("with a witness in a third place"));
    }

    [Test]
    public void MarkdownHasARowForEveryPlacement()
    {
        var rows = Written(ReportFormat.Markdown).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToList();
        Assert.That(rows, Has.Count.EqualTo(2 * (2 + 2)), "two tables of a heading, a rule and two placements");
        Assert.That(rows[2], Does.StartWith("| 1 | 1 voter, 2 brokers | - |"));
    }

    [Test]
    public void JsonHasEveryLossOfEveryPlacement()
    {
        var advice = JsonDocument.Parse(Written(ReportFormat.Json)).RootElement;
        var domains = advice.GetProperty("best")[0].GetProperty("domains");
        Assert.That(domains.GetArrayLength(), Is.EqualTo(2));
        Assert.That(domains.EnumerateArray().Count(loss => loss.GetProperty("quorum").GetBoolean()), Is.EqualTo(1));
        Assert.That(advice.GetProperty("withWitness").GetProperty("best").GetArrayLength(), Is.EqualTo(2));
    }

    private static string Written(ReportFormat format)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 500;
        AdviceReport.Write(console, TwoSites, format);
        return writer.ToString();
    }
}
