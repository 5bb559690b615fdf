using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Runs;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Reading and judging histories that grow: half of the operations are sends, half are reads of the same records.</summary>
internal static class CheckBenchmark
{
    private const int Repetitions = 3;
    private const int InTheFile = 1_000_000;

    // Where the output is no terminal, the library takes 80 and breaks figures in two.
    private const int WidthOfTable = 160;

    private static readonly int[] Sizes = [100_000, 1_000_000, 10_000_000];

    public static async Task<int> RunAsync(CancellationToken token)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, WidthOfTable);
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumns("what", "operations", "median, s", "operations/s", "of CPU, s", "operations/s a core", "ledger, bytes a record");
        _ = Judged(SyntheticHistory.Of(10_000));
        foreach (var size in Sizes)
        {
            token.ThrowIfCancellationRequested();
            var events = SyntheticHistory.Of(size);
            var times = new List<Spent>();
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                times.Add(Spent.On(() => Judged(events)));
            }

            Add(table, "judged", size, times, BytesOfLedger(events) / (size / 2.0));
            if (size == InTheFile)
            {
                await AddFileAsync(table, events, token);
            }
        }

        var handed = SyntheticHistory.Of(InTheFile, consumed: true);
        Add(table, "judged, a third handed to a consumer", InTheFile, [.. Enumerable.Range(0, Repetitions).Select(_ => Spent.On(() => Judged(handed)))], null);
        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{Repetitions} repetitions each, in one process; a record is its send and its read; goals: 1,000,000 judged and 500,000 read and judged a second of a core, at most 64 bytes a record, time linear in the size");
        return ExitCode.Passed;
    }

    private static async Task AddFileAsync(Table table, IReadOnlyList<HistoryEvent> events, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("kafkachaos-bench-");
        try
        {
            var path = Path.Combine(folder.FullName, "history.jsonl");
            await using (var recorder = new KafkaChaos.Histories.Recorder(path))
            {
                foreach (var one in events)
                {
                    recorder.Record(one);
                }

                await recorder.CompleteAsync();
            }

            foreach (var (what, judged) in new[] { ("read from the file", false), ("read from the file and judged", true) })
            {
                var times = new List<Spent>();
                for (var repetition = 0; repetition < Repetitions; repetition++)
                {
                    times.Add(Spent.On(() =>
                    {
                        var history = HistoryReader.ReadAsync(path, token).GetAwaiter().GetResult();
                        return judged ? Judged(history.Events) : null;
                    }));
                }

                Add(table, what, InTheFile, times, null);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Judgement Judged(IReadOnlyList<HistoryEvent> events)
    {
        var judgement = Judge.Of(Trials.Prepare(SyntheticHistory.Scenario, new History(events)).Trial);
        return judgement.Findings.First(finding => finding.Property == "lost").Verdict == Verdict.Passed
            ? judgement
            : throw new InvalidOperationException("the history of the benchmark lost a record");
    }

    private static long BytesOfLedger(IReadOnlyList<HistoryEvent> events)
    {
        var history = new History(events);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var ledger = Ledger.Of(history);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(ledger);
        GC.KeepAlive(history);
        return after - before;
    }

    private static void Add(Table table, string what, int operations, List<Spent> times, double? bytes)
    {
        var wall = times.Select(one => one.Wall.TotalSeconds).Order().ElementAt(Repetitions / 2);
        var cpu = times.Select(one => one.Processor.TotalSeconds).Order().ElementAt(Repetitions / 2);
        table.AddRow(what, Whole(operations), Text(wall), Whole(operations / wall), Text(cpu), Whole(operations / cpu), bytes is { } known ? Text(known) : "");
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <param name="Wall">From the beginning to the end.</param>
    /// <param name="Processor">Of all threads of the process, the collector's included.</param>
    private sealed record Spent(TimeSpan Wall, TimeSpan Processor)
    {
        public static Spent On(Func<object?> work)
        {
            GC.Collect();
            var processor = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            GC.KeepAlive(work());
            return new Spent(watch.Elapsed, Environment.CpuUsage.TotalTime - processor);
        }
    }
}
