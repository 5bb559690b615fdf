using System.Globalization;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using Spectre.Console;

namespace KafkaChaos.Tests.Reports;

/// <summary>A small scenario, a console without colour, and a culture that writes numbers otherwise.</summary>
internal static class Sample
{
    /// <summary>Numbers as in ru-RU; made by hand, because this program carries no cultures.</summary>
    public static CultureInfo Russian()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = "\u00A0";
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.DateTimeFormat.TimeSeparator = ".";
        return culture;
    }

    public static Scenario Scenario(Load? load = null) => new(
        "sample",
        "Does it survive?",
        new Topology(
            [new("a", "site-1"), new("b", "site-2")],
            [new("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"), new("kafka-a-1", NodeKind.Kafka, 1, "a"), new("zookeeper-b-1", NodeKind.ZooKeeper, 2, "b"), new("kafka-b-1", NodeKind.Kafka, 2, "b")],
            new("3.9.4", new Dictionary<string, string>()),
            new("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
            [new("orders", 1, 2, 1)]),
        load ?? new Load(new ProducerLoad(200, Acks.All, true, 100)),
        [
            new("outage", TimeSpan.FromSeconds(10), Fault.Kill, new Target.ZoneOf(new Target.HolderOf(Role.ZooKeeperLeader))),
            new(null, TimeSpan.FromSeconds(20), Fault.Start, new Target.SameAs("outage")),
        ],
        new());

    public static (IAnsiConsole Console, StringWriter Text) Plain(int width) => Console(width, AnsiSupport.No);

    public static (IAnsiConsole Console, StringWriter Text) Console(int width, AnsiSupport ansi)
    {
        var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Profile.Height = 50;
        console.Profile.Capabilities.Unicode = true;
        return (console, text);
    }

    /// <summary>What a person sees: without the spaces that fill lines up.</summary>
    public static string Seen(StringWriter text) => string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));

    public static Judgement Judgement(params Finding[] findings) =>
        new(findings.Length == 0 ? Verdict.Inconclusive : findings.Max(finding => finding.Verdict), "0123456789ab", "sample", "Does it survive?", findings);

    public static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
