using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Probing;
using KafkaChaos.Tests.Clusters;
using KafkaChaos.Tests.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

/// <summary>What is read of a cluster off the log of its one controller, and what of it is recorded.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KRaftMetadataTests : IAsyncDisposable
{
    private static readonly Guid Orders = Guid.NewGuid();

    private readonly string _folder = Directory.CreateTempSubdirectory("kafkachaos-kraft-").FullName;
    private readonly PaperEngine _engine = new();
    private readonly PaperLog _log = new PaperLog().AddLeader(1, 1).Add(1, PaperLog.Topic("orders", Orders), PaperLog.Partition(Orders, 0, 1, 0, 1));
    private readonly PaperController _controller;
    private readonly Recorder _recorder;
    private readonly Changes _changes;
    private readonly KRaftMetadata _metadata;

    public KRaftMetadataTests()
    {
        _recorder = new Recorder(Path.Combine(_folder, "history.jsonl"));
        _changes = new(_recorder);
        var topology = KRaftConfigurationTests.KRaft(KRaftConfigurationTests.Node("combined-a-1", 1, NodeRole.Combined)) with { Topics = [new TopicLayout("orders", 1, 1, 1)] };
        var address = PaperMember.NextAddress();
        _controller = new(1, _log, address) { Leader = 1 };
        _metadata = new(new Cluster(
            _engine.Engine, new RunIdentity("0badcafe", "owner"), DateTimeOffset.UtcNow, topology,
            [new ClusterNode(_engine.Engine, topology.Nodes[0], address, "c", NodeImage.Built(NodeKind.Kafka, "3.9.2"), (_, _) => throw new NotSupportedException(), "/zone", "/sandbox")],
            "127.0.0.1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _metadata.DisposeAsync();
        await _recorder.DisposeAsync();
        _controller.Dispose();
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task EveryStateSinceTheLookBeforeIsRecordedWithThatLook()
    {
        await LookAsync();
        var before = _recorder.Now;
        await LookAsync();
        _log.Add(1, Elected(-1)).Add(1, Elected(1));
        await LookAsync();
        var states = _recorder.Snapshot().Of<PartitionState>().ToList();
        Assert.That(states.Select(one => (one.Leader, one.LeaderEpoch)), Is.EqualTo(((int, int)[])[(1, 0), (-1, 1), (1, 2)]));
        Assert.That(states.Skip(1).Select(one => one.Since), Is.All.GreaterThanOrEqualTo(before), "the look that saw the state before");
        Assert.That(states[1].Since, Is.EqualTo(states[2].Since), "in one look both came after the same");
    }

    [Test]
    public async Task AFencedBrokerIsNotRegistered()
    {
        await LookAsync();
        _log.Add(1, Registered(77, fenced: true));
        await LookAsync();
        Assert.That((await _metadata.BrokerAsync(1, CancellationToken.None)).Seen, Is.EqualTo("registered and fenced"));
        _log.Add(1, PaperLog.Record(8, 0, to => to.Int32(1).Int64(77).Untagged()));
        await LookAsync();
        Assert.That(_recorder.Snapshot().Of<BrokerRegistration>().Select(one => (one.Registered, one.Epoch)), Is.EqualTo(((bool, long?)[])[(false, null), (true, 77)]));
        Assert.That(await _metadata.BrokerAsync(1, CancellationToken.None), Is.EqualTo(new BrokerStand(PaperLog.Beginning, true, "registered")));
    }

    [Test]
    public async Task WhoAsksInBetweenTakesNothingFromTheObserver()
    {
        Assert.That(await _metadata.ControllerAsync(CancellationToken.None), Is.EqualTo(1));
        Assert.That((await _metadata.AssignmentAsync("orders", CancellationToken.None))[0], Is.EqualTo((int[])[1]));
        Assert.That((await _metadata.PartitionAsync("orders", 0, CancellationToken.None))!.Leader, Is.EqualTo(1));
        Assert.That(await _metadata.PartitionAsync("orders", 1, CancellationToken.None), Is.Null);
        await LookAsync();
        Assert.That(_recorder.Snapshot().Of<ControllerSeen>().Single().Broker, Is.EqualTo(1));
    }

    [Test]
    public async Task ASettingIsTheLastOneThatIsCommitted()
    {
        Assert.That(await Setting(), Is.Null);
        _log.Add(1, Set("7")).Add(1, Set("8"));
        Assert.That(await Setting(), Is.EqualTo("8"));
        _log.Add(1, Set(null));
        Assert.That(await Setting(), Is.Null);

        Task<string?> Setting() => _metadata.SettingAsync("orders", "retention.ms", CancellationToken.None);
    }

    [Test]
    public async Task WithoutALeaderNothingIsSaid()
    {
        _controller.Leader = -1;
        Assert.That(await _metadata.LookAsync(_changes, CancellationToken.None), Is.False);
        Assert.That(() => _metadata.ControllerAsync(CancellationToken.None), Throws.TypeOf<NoQuorumException>());
        Assert.That(_recorder.Snapshot().Of<ControllerSeen>(), Is.Empty);
    }

    private async Task LookAsync() => Assert.That(await _metadata.LookAsync(_changes, CancellationToken.None), Is.True);

    private static byte[] Elected(int leader) => PaperLog.Record(5, 0, to => to.Int32(0).Uuid(Orders).Unsigned(1).Unsigned(1).Unsigned(4).Int32(leader));

    private static byte[] Registered(long epoch, bool fenced) => PaperLog.Record(0, 1, to =>
        to.Int32(1).Uuid(Guid.NewGuid()).Int64(epoch).Count(0).Count(0).Unsigned(0).Int8((sbyte)(fenced ? 1 : 0)).Untagged());

    private static byte[] Set(string? value) => PaperLog.Record(4, 0, to =>
    {
        var setting = to.Int8(2).Text("orders").Text("retention.ms");
        return (value is null ? setting.Unsigned(0) : setting.Text(value)).Untagged();
    });
}
