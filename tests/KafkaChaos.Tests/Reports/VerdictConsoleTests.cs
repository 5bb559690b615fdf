using System.Globalization;
using KafkaChaos.Checking;
using KafkaChaos.Reports;
using NUnit.Framework;
using Spectre.Console;
using static KafkaChaos.Tests.Reports.Sample;

namespace KafkaChaos.Tests.Reports;

public sealed class VerdictConsoleTests
{
    private static readonly Finding Quorum = new("quorum", Verdict.Passed, "the quorum survived: zookeeper-a-1 leads, elected after 0.412 s, expected at most 10 s", [new("election-time", 0.412, "s")],
        [new(At(12.345), "zookeeper-a-1 srvr", "Mode: leader"), new(null, "log", "LEADING - LEADER ELECTION TOOK - 275 MS")]);

    private static readonly Finding Lost = new("lost", Verdict.Failed, "12 of 7000 acknowledged records were lost, expected at most 0", [],
        [.. Enumerable.Range(0, 7).Select(number => new Evidence(At(20 + number), "delivery report", $"orders/{number} persisted at offset {number}"))]);

    private static readonly Finding Unseen = new("unseen", Verdict.Inconclusive, "the final read of orders/1 stopped at 17 of 20", [], []);

    [Test]
    public void AFailureIsShownInPlaceAndOnceMoreAtTheEnd()
    {
        var (console, text) = Plain(90);
        VerdictConsole.Write(console, Judgement(Quorum, Unseen, Lost) with { Derivations = ["three voters, one dies: two of three are a majority"] }, "runs/20260101T000000Z-sample", 1);
        Assert.That(Seen(text), Is.EqualTo(
            """

            Does it survive?


              property   verdict        what was seen
            ──────────────────────────────────────────────────────────────────────────────────────────
              quorum     passed         the quorum survived: zookeeper-a-1 leads, elected after
                                        0.412 s, expected at most 10 s
                                          +12.345 s  zookeeper-a-1 srvr: Mode: leader
                                          log: LEADING - LEADER ELECTION TOOK - 275 MS
              unseen     INCONCLUSIVE   the final read of orders/1 stopped at 17 of 20
              lost       FAILED         12 of 7000 acknowledged records were lost, expected at most
                                        0
                                          +20.000 s  delivery report: orders/0 persisted at offset 0
                                          +21.000 s  delivery report: orders/1 persisted at offset 1
                                          +22.000 s  delivery report: orders/2 persisted at offset 2
                                          +23.000 s  delivery report: orders/3 persisted at offset 3
                                          3 more in verdict.json


            What the scenario leaves open was expected so:
            -  three voters, one dies: two of three are a majority

            Run folder: runs/20260101T000000Z-sample

            FAILED        lost: 12 of 7000 acknowledged records were lost, expected at most 0
            INCONCLUSIVE  unseen: the final read of orders/1 stopped at 17 of 20

            FAILED  1 property failed, 1 inconclusive, 1 holds  (exit code 1)

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void AnExampleShowsItsLinesAndTheFault()
    {
        var finding = Lost with
        {
            Evidence =
            [
                new(At(20), "delivery report", "a") { Lines = [812], Fault = "during step 1 (kill of kafka-a-1)" },
                new(At(21), "final read", "b") { Lines = [813, 1900] },
                new(At(22), "final read", "c") { Fault = "before step\u001b 1" },
                new(At(23), "final read", "d") { Lines = [] },
            ],
        };
        Assert.That(Written(160, Judgement(finding), 1), Does.Contain("delivery report: a [line 812; during step 1 (kill of kafka-a-1)]\n")
            .And.Contain("final read: b [lines 813, 1900]\n").And.Contain("final read: c [before step\uFFFD 1]\n").And.Contain("final read: d\n"));
    }

    [Test]
    public void TheLastLineCountsWhatHolds() =>
        Assert.That(Written(90, Judgement([.. Enumerable.Repeat(Quorum, 18)]), 0), Does.EndWith("\nPASSED  18 properties hold  (exit code 0)\n"));

    [Test]
    public void NoFindingIsNoPass() =>
        Assert.That(Written(90, Judgement(), 2), Does.EndWith("\nINCONCLUSIVE  nothing was judged  (exit code 2)\n"));

    [Test]
    public void MarkupAndEscapesInStatementsAreNotObeyed()
    {
        var (console, text) = Console(100, AnsiSupport.Yes);
        var finding = new Finding("[bold]x[/]", Verdict.Failed, "saw [red]n[/]] and [[\u001b[2Jdone", [], [new(null, "[log", "a ] b \u0007")]);
        VerdictConsole.Write(console, Judgement(finding), "runs/[x]", 1);
        Assert.That(text.ToString(), Does.Contain("[bold]x[/]").And.Contain("saw [red]n[/]] and [[\uFFFD[2Jdone").And.Contain("[log: a ] b \uFFFD").And.Contain("runs/[x]").And.Not.Contain("\u001b[2J"));
    }

    [TestCase(40)]
    [TestCase(80)]
    [TestCase(200)]
    public void NoWordIsCutAtAnyWidth(int width)
    {
        var words = string.Join(' ', Enumerable.Range(0, 60).Select(number => $"w{number}"));
        var seen = Written(width, Judgement(Quorum with { Property = "in-sync-sets-recovered", Verdict = Verdict.Inconclusive, Statement = words }), 2);
        var shown = seen.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.That(Enumerable.Range(0, 60).Select(number => shown.Count(word => word == $"w{number}")), Has.All.EqualTo(2));
        Assert.That(seen.Split('\n').Take(10), Has.All.Length.AtMost(width));
    }

    [Test]
    public void TheRunFolderStandsInOneLine()
    {
        var folder = "/" + string.Join('/', Enumerable.Repeat("a long name", 20));
        var (console, text) = Plain(40);
        VerdictConsole.Write(console, Judgement(Quorum), folder, 0);
        Assert.That(text.ToString(), Does.Contain($"\nRun folder: {folder}\n"));
    }

    [Test]
    public void AnotherCultureChangesNothing()
    {
        var expected = Written(90, Judgement(Quorum, Lost), 1);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Russian();
            Assert.That(Written(90, Judgement(Quorum, Lost), 1), Is.EqualTo(expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Written(int width, Judgement judgement, int exitCode)
    {
        var (console, text) = Plain(width);
        VerdictConsole.Write(console, judgement, "runs/x", exitCode);
        return Seen(text);
    }
}
