using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

public sealed class RecorderTests
{
    private string _path = "";

    [SetUp]
    public void Choose() => _path = Path.Combine(Directory.CreateTempSubdirectory("kafkachaos-recorder-").FullName, "history.jsonl");

    [TearDown]
    public void Remove() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public async Task WhatIsRecordedIsReadBackTheSame()
    {
        await using var recorder = new Recorder(_path);
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });
        recorder.Record(new SendOperation("p", "t", 1, 2, TimeSpan.FromTicks(3), TimeSpan.FromTicks(4), Outcome.Ok, 5, null) { At = TimeSpan.FromTicks(6) });
        recorder.Record(new SendOperation("p", "t", 1, 3, TimeSpan.FromTicks(3), TimeSpan.FromTicks(4), Outcome.Unknown, null, "timed out") { At = TimeSpan.FromTicks(6) });
        recorder.Record(new MemberRole("zookeeper-a-1", TimeSpan.Zero, MemberMode.Silent, null) { At = TimeSpan.FromTicks(7) });
        recorder.Record(new ControllerSeen(TimeSpan.Zero, null, 3) { At = TimeSpan.FromTicks(8) });
        recorder.Record(new RunEnded(RunEnd.Completed, null) { At = recorder.Now });
        var recorded = await recorder.CompleteAsync();
        var read = await HistoryReader.ReadAsync(_path, CancellationToken.None);
        Assert.That(read.Events, Is.EqualTo(recorded.Events));
    }

    [Test]
    public async Task WhatComesBehindALaterTimeHasThatTimeUnlessItIsByTheWallClock()
    {
        await using var recorder = new Recorder(_path);
        var told = new List<TimeSpan>();
        recorder.Recorded += one => told.Add(one.At);
        recorder.Acknowledged += one => told.Add(one.At);
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });
        recorder.Record(new HarnessLag(TimeSpan.Zero) { At = TimeSpan.FromTicks(7) });
        recorder.Record(new NodeProcess("n", ProcessChange.Exited, "x") { At = TimeSpan.FromTicks(99) });
        recorder.Record(new SendOperation("p", "t", 1, 2, TimeSpan.FromTicks(3), TimeSpan.FromTicks(4), Outcome.Ok, 5, null) { At = TimeSpan.FromTicks(6) });
        recorder.Record(new HarnessLag(TimeSpan.Zero) { At = TimeSpan.FromTicks(8) });
        long[] times = [0, 7, 99, 7, 8];
        Assert.That((await recorder.CompleteAsync()).Events.Select(one => one.At.Ticks), Is.EqualTo(times));
        Assert.That(told.Select(at => at.Ticks), Is.EqualTo(times));
    }

    [Test]
    public async Task OfSendsThoseThatWereAcknowledgedAreToldAndNoOthers()
    {
        await using var recorder = new Recorder(_path);
        var (events, told) = (new List<HistoryEvent>(), new List<Acknowledgement>());
        recorder.Recorded += events.Add;
        recorder.Acknowledged += told.Add;
        var send = new SendOperation("p", "t", 1, 2, TimeSpan.FromTicks(3), TimeSpan.FromTicks(4), Outcome.Ok, 5, null) { At = TimeSpan.FromTicks(6), Transaction = 7 };
        recorder.Record(send);
        recorder.Record(send with { Sequence = 3, Outcome = Outcome.Unknown, Offset = null, Error = "timed out" });
        recorder.Record(send with { Sequence = 4, Outcome = Outcome.Failed, Offset = null, Error = "timed out" });
        Assert.That(events, Is.Empty);
        Assert.That(told, Is.EqualTo((Acknowledgement[])[new("p", "t", 1, 7, TimeSpan.FromTicks(6))]));
        Assert.That(recorder.Snapshot().Events, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task NothingIsAddedAfterTheEnd()
    {
        await using var recorder = new Recorder(_path);
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });
        await recorder.CompleteAsync();
        recorder.Record(new HarnessLag(TimeSpan.Zero) { At = recorder.Now });
        Assert.That(recorder.Snapshot().Events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WhatIsRecordedIsOnDiskThoughTheRecorderIsNeverEnded()
    {
        await using var recorder = new Recorder(_path);
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });
        await KafkaChaos.Clusters.Wait.UntilAsync("the line to be written", TimeSpan.FromSeconds(10), _ => Task.FromResult(new KafkaChaos.Clusters.Look(new FileInfo(_path).Length > 0, "an empty file")), CancellationToken.None);
        Assert.That((await HistoryReader.ReadAsync(_path, CancellationToken.None)).Events, Has.Count.EqualTo(1));
    }

    [Test]
    public void WhatIsRecordedIsOnDiskInTimeThoughThePoolHasNoThreadLeft()
    {
        var recorder = new Recorder(_path);
        using var gate = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 500).Select(_ => Task.Run(gate.Wait)).ToArray();
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });
        SpinWait.SpinUntil(() => new FileInfo(_path).Length > 0, 10 * Recorder.FlushInterval);
        var length = new FileInfo(_path).Length;
        gate.Set();
        Task.WaitAll(blocked);
        recorder.DisposeAsync().AsTask().Wait();
        Assert.That(length, Is.GreaterThan(0));
    }

    [Test]
    public async Task ManyThreadsLoseNothing()
    {
        await using var recorder = new Recorder(_path);
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });
        Parallel.For(0, 10_000, _ => recorder.Record(new HarnessLag(TimeSpan.Zero) { At = recorder.Now }));
        await recorder.CompleteAsync();
        Assert.That((await HistoryReader.ReadAsync(_path, CancellationToken.None)).Events, Has.Count.EqualTo(10_001));
    }

    [Test]
    public async Task ADiskThatRefusesTheHistoryIsToldToTheRun()
    {
        // The device that Linux keeps always full.
        var recorder = new Recorder("/dev/full", FileMode.Open);
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });
        await Assert.ThrowsAsync<IOException>(recorder.CompleteAsync);
        Assert.That(recorder.Broken.IsCancellationRequested, Is.True);
        Assert.That(recorder.Failure?.Message, Does.Contain("No space left on device"));
    }
}
