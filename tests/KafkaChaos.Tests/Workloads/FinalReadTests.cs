using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

/// <summary>The final read, of brokers that the client's own library plays and of one that never says a word.</summary>
public sealed class FinalReadTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private string _path = "";
    private Recorder _recorder = null!;

    [SetUp]
    public void Make()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("kafkachaos-final-read-").FullName, "history.jsonl");
        _recorder = new Recorder(_path);
    }

    [TearDown]
    public async Task Remove()
    {
        await _recorder.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    [Test]
    public async Task EveryPartitionIsReadToItsEnd()
    {
        using var brokers = new PlayedBrokers();
        for (var sequence = 0; sequence < 8; sequence++)
        {
            await brokers.WriteAsync("t", sequence % 2, sequence);
        }

        await new FinalRead(brokers.Bootstrap, Of(2), _recorder).RunAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        var history = _recorder.Snapshot();
        Assert.That(history.Of<ReadRecord>().Select(read => read.Sequence), Is.EquivalentTo(Enumerable.Range(0, 8)));
        Assert.That(history.Of<ReadEnded>().Select(end => (end.StartOffset, end.EndOffset, end.Position, end.EndAfter)), Is.EqualTo(Enumerable.Repeat((0L, 4L, 4L, (long?)4L), 2)));
    }

    [Test]
    public async Task PartitionsThatAreSilentTakeNoLongerThanTheDeadlineThoughTheyAreMany()
    {
        using var mute = new Mute();
        var watch = Stopwatch.StartNew();
        await new FinalRead(mute.Bootstrap, Of(50), _recorder).RunAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.That(watch.Elapsed, Is.LessThan(Soon));
        Assert.That(_recorder.Snapshot().Of<ReadEnded>(), Is.Empty);
    }

    [Test]
    public async Task WhoEndsTheRunDoesNotWaitForSilentPartitions()
    {
        using var mute = new Mute();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();
        await Assert.CatchAsync<OperationCanceledException>(() => new FinalRead(mute.Bootstrap, Of(50), _recorder).RunAsync(TimeSpan.FromMinutes(5), cancel.Token));
        Assert.That(watch.Elapsed, Is.LessThan(Soon));
    }

    private static Topology Of(int partitions) => new([], [], null, null, [new TopicLayout("t", partitions, 1, 1)]);

    /// <summary>Takes connections and never answers.</summary>
    private sealed class Mute : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Mute() => _listener.Start();

        public string Bootstrap => _listener.LocalEndpoint.ToString()!;

        public void Dispose() => _listener.Dispose();
    }
}
