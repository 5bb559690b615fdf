using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using KafkaChaos.Probing;
using KafkaChaos.Runs;
using KafkaChaos.Workloads;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Throughput of a producer with the history on, against the same client without it and against Kafka's own ProducerPerformance, to one broker and in turns.</summary>
internal static partial class LoadBenchmark
{
    private const string Topic = "bench";

    private const int Linger = 5;

    private static readonly int[] Sizes = [100, 1_000];
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(8);

    private static readonly Topology OneBroker = new(
        [new Zone("a", "a")],
        [new KafkaChaos.Model.Node("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"), new KafkaChaos.Model.Node("kafka-a-1", NodeKind.Kafka, 1, "a")],
        new ZooKeeperSoftware("3.9.4", new Dictionary<string, string>()),
        new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
        [new TopicLayout(Topic, 1, 1, 1)]);

    public static async Task<int> RunAsync(int rounds, CancellationToken token)
    {
        using var engine = await DockerEngine.ConnectAsync(token);
        await DeadRuns.RemoveAsync(engine, Console.Error.WriteLine, token);
        var images = await Run.ImagesAsync(engine, OneBroker, OneBroker.Releases, Home.Path, Console.Error.WriteLine, token);
        var run = RunIdentity.New();
        var folder = Directory.CreateTempSubdirectory("kafkachaos-bench-");
        using var held = RunLock.Take(run);
        await using var watcher = RunWatcher.Start(Home.Watcher, run, held, Path.Combine(folder.FullName, "watcher.log"));
        try
        {
            var cluster = await Cluster.LaunchAsync(engine, OneBroker, images, run, held, new Dictionary<string, string>(), folder.FullName, token);
            await ReadyAsync(cluster, folder, token);
            await MeasureAsync(cluster, folder, rounds, token);
            return ExitCode.Passed;
        }
        finally
        {
            await new Cleaner(engine).RemoveAsync(run.Id, ownerDied: false, CancellationToken.None);
            watcher.Release();
            folder.Delete(recursive: true);
        }
    }

    private static async Task ReadyAsync(Cluster cluster, DirectoryInfo folder, CancellationToken token)
    {
        await using var recorder = new KafkaChaos.Histories.Recorder(Path.Combine(folder.FullName, "start.jsonl"));
        await using var metadata = ClusterMetadata.Of(cluster);
        await new SupervisedStart(cluster, new Readiness(cluster, metadata), new NodeStates(), recorder).LaunchedAsync(token);
        await new TopicSetup(cluster).RunAsync();
    }

    private static async Task MeasureAsync(Cluster cluster, DirectoryInfo folder, int rounds, CancellationToken token)
    {
        // The program's own compilation, and a broker that has never been written to, belong to no turn.
        await RecordedAsync(cluster, folder, LoadOf(Sizes[0]), token);
        Plain(cluster.Bootstrap, LoadOf(Sizes[0]), token);
        var table = Figures.Of("bytes", "round", "with the history, records/s", "without it", "ratio", "ProducerPerformance", "ratio");
        var medians = new List<string>();
        foreach (var size in Sizes)
        {
            var (load, plains, kafkas) = (LoadOf(size), new List<double>(), new List<double>());
            for (var round = 1; round <= rounds; round++)
            {
                var recorded = await RecordedAsync(cluster, folder, load, token);
                var plain = Plain(cluster.Bootstrap, load, token);
                var kafka = await KafkasOwnAsync(cluster, load, (long)(plain * Turn.TotalSeconds / 3), token);
                plains.Add(recorded / plain);
                kafkas.Add(recorded / kafka);
                table.AddRow(Whole(size), Whole(round), Whole(recorded), Whole(plain), Text(recorded / plain), Whole(kafka), Text(recorded / kafka));
            }

            medians.Add($"{size} bytes: {Text(Median(plains))} and {Text(Median(kafkas))}");
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine(
            $"medians of the ratios, {string.Join("; ", medians)} (goals: 0.9 and 0.8 or more); {rounds} rounds in turns of {Turn.TotalSeconds:0} s, acks=all, idempotent, linger {Linger} ms, one partition, one broker");
    }

    /// <summary>As fast as possible: it is the time that ends a turn.</summary>
    private static ProducerLoad LoadOf(int bytes) => new(double.PositiveInfinity, KafkaChaos.Model.Acks.All, true, bytes) { Name = "load" };

    /// <summary>The producer of a run, with all that a run does with what it records.</summary>
    private static async Task<double> RecordedAsync(Cluster cluster, DirectoryInfo folder, ProducerLoad load, CancellationToken token)
    {
        var path = Path.Combine(folder.FullName, "load.jsonl");
        GC.Collect();
        await using var recorder = new KafkaChaos.Histories.Recorder(path, FileMode.Create);
        var state = new ClusterState();
        recorder.Recorded += state.Add;
        recorder.Acknowledged += state.Add;
        using var producer = new ProducerWorkload(cluster.Bootstrap, OneBroker, load, recorder);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var watch = Stopwatch.StartNew();
        stop.CancelAfter(Turn);
        producer.Begin(recorder.Now);
        await producer.RunAsync(stop.Token);
        await producer.FlushAsync(token);
        var took = watch.Elapsed;
        var acknowledged = (await recorder.CompleteAsync()).Of<SendOperation>().LongCount(send => send.Outcome == Outcome.Ok);
        return acknowledged / took.TotalSeconds;
    }

    /// <summary>The same client with the same settings and as much out at a time, as an application uses it that counts its acknowledgements.</summary>
    private static double Plain(string bootstrap, ProducerLoad load, CancellationToken token)
    {
        GC.Collect();
        using var producer = new ProducerBuilder<byte[]?, byte[]>(ProducerSettings.Of(load, bootstrap, "plain")).SetLogHandler((_, _) => { }).Build();
        var (acknowledged, sent, reported, awaited) = (0L, 0L, 0L, false);
        using var room = new AutoResetEvent(false);
        var partition = new TopicPartition(Topic, 0);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Turn)
        {
            token.ThrowIfCancellationRequested();
            if (sent - Volatile.Read(ref reported) >= ProducerClient.MostOut)
            {
                Volatile.Write(ref awaited, true);
                if (!HasRoom())
                {
                    room.WaitOne(Slice);
                }

                Volatile.Write(ref awaited, false);
                continue;
            }

            Volatile.Write(ref sent, sent + 1);
            producer.Produce(partition, new Message<byte[]?, byte[]> { Value = new byte[load.RecordBytes] }, report =>
            {
                acknowledged += report.Status == PersistenceStatus.Persisted ? 1 : 0;
                Volatile.Write(ref reported, reported + 1);
                if (Volatile.Read(ref awaited) && HasRoom())
                {
                    room.Set();
                }
            });
        }

        producer.Flush(token);
        return acknowledged / watch.Elapsed.TotalSeconds;

        bool HasRoom() => Volatile.Read(ref sent) - Volatile.Read(ref reported) <= ProducerClient.MostOut * 3 / 4;
    }

    private static async Task<double> KafkasOwnAsync(Cluster cluster, ProducerLoad load, long records, CancellationToken token)
    {
        var broker = cluster.Brokers.Single();
        string[] command =
        [
            "java", "-Xmx512m", .. broker.Image.ClassPath, "org.apache.kafka.tools.ProducerPerformance",
            "--topic", Topic, "--num-records", records.ToString(CultureInfo.InvariantCulture), "--record-size", load.RecordBytes.ToString(CultureInfo.InvariantCulture), "--throughput", "-1",
            "--producer-props", $"bootstrap.servers={broker.Endpoint}", "acks=all", $"linger.ms={Linger}",
        ];
        using var output = new MemoryStream();
        await broker.ExecuteAsync(command, output, token);
        var said = System.Text.Encoding.UTF8.GetString(output.ToArray());

        // A line every five seconds is of these; the last is of all, and alone has percentiles.
        return Total().Match(said) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"ProducerPerformance said {said}, expected its records/sec");
    }

    private static double Median(List<double> ratios) => ratios.Order().ElementAt(ratios.Count / 2);

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"records sent, ([\d.]+) records/sec.*99\.9th")]
    private static partial Regex Total();
}
