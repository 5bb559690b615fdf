using KafkaChaos.Clusters;
using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MetadataLogTests : IDisposable
{
    private static readonly Guid Orders = Guid.NewGuid();

    private readonly PaperLog _log = new PaperLog().AddLeader(1, 1).Add(1, PaperLog.Topic("orders", Orders), PaperLog.Partition(Orders, 0, 1, 0, 1, 2, 3));
    private readonly PaperController[] _controllers;
    private readonly MetadataLog _follower;
    private readonly Clock _time = new();

    public MetadataLogTests()
    {
        _controllers = [.. Enumerable.Range(1, 3).Select(id => new PaperController(id, _log) { Leader = 1 })];
        _follower = new([.. _controllers.Select(one => (one.Id, one.Endpoint))], _time);
    }

    public void Dispose()
    {
        _follower.Dispose();
        foreach (var controller in _controllers)
        {
            controller.Dispose();
        }
    }

    [Test]
    public async Task ALookReadsAllThatWasCommittedAndTellsEveryStateInBetween()
    {
        _log.Add(1, PaperLog.NoOp()).Add(1, Elected(2)).Add(1, Elected(3));
        _controllers[0].Most = 1;
        Assert.That(await Told(), Is.EqualTo((string[])["1: none", "1: 1", "1: 2", "1: 3"]));
        Assert.That((_follower.Image.Offset, _follower.Image.Leader), Is.EqualTo((_log.End, (int?)1)));
    }

    [Test]
    public async Task TheNextLookReadsOnOverTheSameConnection()
    {
        await Told();
        var connections = _controllers[0].Connections;
        Assert.That(await Told(), Is.Empty);
        _log.Add(1, Elected(2));
        Assert.That(await Told(), Is.EqualTo((string[])["1: 2"]));
        Assert.That(_controllers[0].Connections, Is.EqualTo(connections));
    }

    [Test]
    public async Task WhatIsNotCommittedIsNotTold()
    {
        _log.Committed = _log.End;
        _log.Add(1, Elected(2));
        Assert.That(await Told(), Is.EqualTo((string[])["1: none", "1: 1"]));
        _log.Committed = null;
        Assert.That(await Told(), Is.EqualTo((string[])["1: 2"]));
    }

    [Test]
    public async Task AnotherLeaderIsFound()
    {
        await Told();
        _log.AddLeader(3, 2).Add(2, Elected(3));
        Elect(3, 2);
        Assert.That(await Told(), Is.EqualTo((string[])["3: 1", "3: 3"]));
    }

    [Test]
    public async Task ALeaderThatFallsSilentIsLeftForTheNext()
    {
        await Told();
        _controllers[0].Silent = true;
        _log.AddLeader(2, 2);
        Elect(2, 2);
        _controllers[0].Leader = 1;
        _controllers[0].Epoch = 1;
        Assert.That(await Told(), Is.EqualTo((string[])["2: 1"]));
    }

    [Test]
    public async Task OneThatStillSaysThatItLeadsInAnEpochThatIsOverIsNotFollowed()
    {
        _log.AddLeader(2, 2);
        Elect(2, 2);
        await Told();
        _controllers[0].Leader = 1;
        _controllers[0].Epoch = 1;
        _controllers[1].Silent = true;
        Assert.That(await Looked(), Is.False);
        Assert.That(_follower.Image.Leader, Is.EqualTo(2));
    }

    [Test]
    public async Task WithoutALeaderThereIsNoLook()
    {
        Elect(-1, 2);
        Assert.That(await Looked(), Is.False);
        Elect(1, 2);
        _controllers[0].Resigned = true;
        Assert.That(await Looked(), Is.False);
        _controllers[0].Resigned = false;
        Assert.That(await Looked(), Is.True);
    }

    [Test]
    public async Task ALeaderThatDoesNotKnowYetWhatIsCommittedTellsNothing()
    {
        _controllers[0].KnowsCommitted = false;
        Assert.That(await Looked(), Is.False);
        Assert.That(_follower.Image, Is.SameAs(MetadataImage.Empty));
        _controllers[0].KnowsCommitted = true;
        Assert.That(await Looked(), Is.True);
    }

    [Test]
    public async Task WhereNobodyAnswersThereIsNoLook()
    {
        foreach (var controller in _controllers)
        {
            controller.Dispose();
        }

        Assert.That(await Looked(), Is.False);
    }

    [Test]
    public async Task OneThatCommitsNothingMoreIsLeftForWhoWasElectedSince()
    {
        Assert.That(await Looked(), Is.True);
        (_controllers[1].Leader, _controllers[1].Epoch) = (2, 2);
        _log.Committed = _log.End;
        Assert.That(await Looked(), Is.True);
        Assert.That(_controllers[1].Connections, Is.EqualTo(1), "the one that was read goes on");
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.That(await Looked(), Is.True);
        Assert.That(_controllers[1].Connections, Is.EqualTo(2));
        (_log.Committed, _controllers[0].Silent) = (null, true);
        _log.AddLeader(2, 2);
        Assert.That(await Looked(), Is.True);
        Assert.That((_follower.Image.Leader, _follower.Image.Epoch), Is.EqualTo(((int?)2, 2)));
    }

    [Test]
    public async Task ALogThatLostWhatWasCommittedIsReadFromItsBeginning()
    {
        Assert.That(await Looked(), Is.True);
        var other = new PaperLog().AddLeader(1, 1).Add(1, PaperLog.Topic("others", Guid.NewGuid()));
        (_controllers[0].Log, _controllers[0].Diverges) = (other, true);
        Assert.That(await Looked(), Is.True);
        Assert.That(_follower.Image.Topics.Keys, Is.EqualTo((string[])["others"]));
    }

    [Test]
    public void ALogThatBeginsInASnapshotIsRefused()
    {
        _controllers[0].Snapshot = 500;
        Assert.That(Looked, Throws.TypeOf<EnvironmentException>().With.Message.Contains("offset 0, epoch 0").And.Message.Contains("the log's beginning is in a snapshot up to offset 500"));
    }

    [Test]
    public void AnAnswerWithoutAWholeBatchIsRefused()
    {
        _controllers[0].Most = 0;
        Assert.That(Looked, Throws.TypeOf<InvalidDataException>().With.Message.Contains("no whole batch at offset 0"));
    }

    [Test]
    public void ACancelledCallerIsNotALookThatFailed()
    {
        _controllers[0].Silent = true;
        Assert.That(() => _follower.LookAsync(null, new(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static byte[] Elected(int leader) => PaperLog.Record(5, 0, to => to.Int32(0).Uuid(Orders).Unsigned(1).Unsigned(1).Unsigned(4).Int32(leader));

    private Task<bool> Looked() => _follower.LookAsync(null, CancellationToken.None);

    private async Task<List<string>> Told()
    {
        var told = new List<string>();
        Assert.That(await _follower.LookAsync(image => told.Add($"{image.Leader}: {image.Partition("orders", 0)?.Leader.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}"), CancellationToken.None), Is.True);
        return told;
    }

    private void Elect(int leader, int epoch)
    {
        foreach (var controller in _controllers)
        {
            (controller.Leader, controller.Epoch) = (leader, epoch);
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
