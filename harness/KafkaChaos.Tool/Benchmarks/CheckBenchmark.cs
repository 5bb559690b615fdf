using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Runs;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Reading and judging histories that grow: half of the operations are sends, half are reads of the same records, and beside them stands what a run records of its cluster and its faults.</summary>
internal static class CheckBenchmark
{
    private const int Repetitions = 3;
    private const int InMiddle = 1_000_000;

    private static readonly int[] Sizes = [100_000, 1_000_000, 10_000_000];

    public static async Task<int> RunAsync(CancellationToken token)
    {
        var table = Figures.Of("what", "operations", "median, s", "operations/s", "of CPU, s", "operations/s a core", "kept, bytes a record");
        _ = Judged(new History(SyntheticHistory.Of(10_000)));
        foreach (var size in Sizes)
        {
            token.ThrowIfCancellationRequested();
            var events = SyntheticHistory.Of(size);
            var times = new List<Spent>();
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                // Packing them is the reader's work, which has its own rows. A ledger is made once for a history.
                var history = new History(events);
                times.Add(Spent.On(() => Judged(history)));
            }

            Add(table, "judged", size, times, BytesOf(() => JudgedWhole(events)) / (size / 2.0));
            if (size >= InMiddle)
            {
                await AddFileAsync(table, size, events, token);
            }
        }

        var handed = SyntheticHistory.Of(InMiddle, consumed: true);
        Add(table, "judged, a third handed to a consumer", InMiddle, [.. Enumerable.Range(0, Repetitions).Select(_ => new History(handed)).Select(history => Spent.On(() => Judged(history)))], null);
        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{Repetitions} repetitions each, in one process; a record is its send and its read; kept is all that lives when it is done: the history, and the ledger where it was judged; goals: 1,000,000 judged and 500,000 read and judged a second of a core, at most 64 bytes a record, time linear in the size");
        return ExitCode.Passed;
    }

    private static async Task AddFileAsync(Table table, int size, IReadOnlyList<HistoryEvent> events, CancellationToken token)
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
                var times = Enumerable.Range(0, Repetitions).Select(_ => Spent.On(() => Read(path, judged, token))).ToList();
                Add(table, what, size, times, BytesOf(() => Read(path, judged, token)) / (size / 2.0));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (History, Judgement?) Read(string path, bool judged, CancellationToken token)
    {
        var history = HistoryReader.ReadAsync(path, token).GetAwaiter().GetResult();
        return (history, judged ? Judged(history) : null);
    }

    private static Judgement Judged(History history)
    {
        var judgement = Judge.Of(Trials.Prepare(SyntheticHistory.Scenario, history).Trial);
        return judgement.Findings.First(finding => finding.Property == "lost").Verdict == Verdict.Passed
            ? judgement
            : throw new InvalidOperationException("the history of the benchmark lost a record");
    }

    // The history lives as long as what is made of it: it is what a run, or a check, holds.
    private static (History, Judgement) JudgedWhole(IReadOnlyList<HistoryEvent> events)
    {
        var history = new History(events);
        return (history, Judged(history));
    }

    /// <summary>What lives of it when it is made.</summary>
    private static long BytesOf(Func<object> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var made = make();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(made);
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
