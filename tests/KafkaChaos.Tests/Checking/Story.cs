using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Seconds on a story's clock.</summary>
internal static class Moment
{
    internal static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);
}

/// <summary>
/// A run of three zones that went well, to be spoiled: zone b, with the ZooKeeper leader, the controller and a third of the
/// leaders, is killed at 20 s and started at 40 s; nothing is acknowledged from 20 s to 27 s.
/// </summary>
internal sealed class Story
{
    internal const string Topic = "orders";
    internal const string Producer = "producer-1";
    internal static readonly string[] Victims = ["zookeeper-b-1", "kafka-b-1"];

    private readonly double _interval;
    private readonly Func<long, Outcome> _outcome;

    /// <param name="partitions">Partition p is led by broker p mod 3 + 1.</param>
    /// <param name="interval">Between two records of a partition, in seconds.</param>
    /// <param name="outcome">Of the record with that number, over all partitions; each has an offset kept free for it.</param>
    internal Story(int partitions = 3, double interval = 0.5, Func<long, Outcome>? outcome = null)
    {
        Scenario = new Scenario(
            "lose-a-zone", "Does it live?", Topology(partitions), new Load(new ProducerLoad(partitions / interval, Acks.All, true, 100)),
            [
                new Step("outage", S(10), Fault.Kill, new Target.ZoneOf(new Target.HolderOf(Role.ZooKeeperLeader))),
                new Step(null, S(20), Fault.Start, new Target.SameAs("outage")),
            ],
            new Expectations());
        _interval = interval;
        _outcome = outcome ?? (_ => Outcome.Ok);
        Tell();
    }

    private Story(Story other)
    {
        (Scenario, _interval, _outcome) = (other.Scenario, other._interval, other._outcome);
        Events = [.. other.Events];
    }

    internal Scenario Scenario { get; set; }

    internal List<HistoryEvent> Events { get; private set; } = [];

    internal History History => new([.. Events.OrderBy(one => one.At)]);

    internal Trial Trial => Trials.Prepare(Scenario, History).Trial;

    internal IEnumerable<T> Of<T>()
        where T : HistoryEvent => Events.OfType<T>();

    internal Judgement Judge() => KafkaChaos.Checking.Judge.Of(Trial).IsCited(this);

    internal Finding Find(string property) => Judge().Findings.First(finding => finding.Property == property);

    internal Story Copy() => new(this);

    internal void Add(HistoryEvent one) => Events.Add(one);

    /// <summary>Makes these events all that was recorded.</summary>
    internal void Keep(IEnumerable<HistoryEvent> events) => Events = [.. events];

    internal void Remove<T>(Func<T, bool>? which = null)
        where T : HistoryEvent => Events.RemoveAll(one => one is T it && (which is null || which(it)));

    internal void Change<T>(Func<T, bool> which, Func<T, T> change)
        where T : HistoryEvent => Events = [.. Events.Select(one => one is T it && which(it) ? change(it) : one)];

    internal ReadRecord Read(int partition, long sequence) => Of<ReadRecord>().First(one => one.Partition == partition && one.Sequence == sequence);

    internal SendOperation Sent(int partition, long sequence) => Of<SendOperation>().First(one => one.Partition == partition && one.Sequence == sequence);

    private static Topology Topology(int partitions)
    {
        string[] zones = ["a", "b", "c"];
        return new Topology(
            [.. zones.Select(zone => new Zone(zone, $"site-{zone}"))],
            [.. zones.SelectMany((zone, index) => new[] { new Node($"zookeeper-{zone}-1", NodeKind.ZooKeeper, index + 1, zone), new Node($"kafka-{zone}-1", NodeKind.Kafka, index + 1, zone) })],
            new ZooKeeperSoftware("3.9.4", new Dictionary<string, string> { ["tickTime"] = "500" }),
            new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string> { ["zookeeper.session.timeout.ms"] = "10000" }),
            [new TopicLayout(Topic, partitions, 3, 2)]);
    }

    private void Tell()
    {
        Add(new RunStarted("run-1", Scenario.Name, DateTimeOffset.UnixEpoch, "test") { At = S(0) });
        Add(new PhaseBegan(Phase.StartingCluster) { At = S(0.1) });
        Before();
        Add(new PhaseBegan(Phase.Load) { At = S(10) });
        for (var second = 11; second <= 49; second++)
        {
            Add(new HarnessLag(TimeSpan.FromMilliseconds(5)) { At = S(second), ClockDrift = TimeSpan.FromMilliseconds(-1) });
        }

        Observe();
        Probe();
        Kill();
        Return();
        Add(new PhaseBegan(Phase.Recovering) { At = S(46.5) });
        Add(new PhaseBegan(Phase.FinalRead) { At = S(50) });
        Records();
        Add(new RunEnded(RunEnd.Completed, null) { At = S(52) });
        Add(new PhaseBegan(Phase.CleaningUp) { At = S(52.1) });
        Add(new LeftoverAudit([], false) { At = S(53) });
    }

    private void Before()
    {
        See("a", 4.9, 5, MemberMode.Follower, 1);
        See("b", 4.9, 5, MemberMode.Leader, 1);
        See("c", 4.9, 5, MemberMode.Follower, 1);
        foreach (var broker in Scenario.Topology.Brokers)
        {
            Add(new BrokerRegistration(broker.Id, S(7.9), true, 100 + broker.Id) { At = S(8) });
        }

        Add(new ControllerSeen(S(7.9), 2, 1) { At = S(8) });
        Add(new ClusterDescribed(
            Scenario.Topology.Nodes.ToDictionary(node => node.Name, node => node.Kind == NodeKind.ZooKeeper ? "ZooKeeper 3.9.4" : "Kafka 3.9.2"),
            Scenario.Topology.ZooKeeper!.Settings, Scenario.Topology.Kafka!.Settings,
            new Dictionary<string, string> { ["retry.backoff.max.ms"] = "1000", ["linger.ms"] = "5" })
        { At = S(9) });
        foreach (var partition in Partitions)
        {
            var leader = (partition % 3) + 1;
            Add(new ReplicaAssignment(Topic, partition, [leader, (leader % 3) + 1, ((leader + 1) % 3) + 1]) { At = S(9.4) });
            State(partition, 9.4, 9.5, leader, 0, [1, 2, 3], 1);
        }
    }

    private void Probe()
    {
        var version = 0;
        for (var sequence = 0; sequence < 370; sequence++)
        {
            var invoked = 10 + (0.1 * sequence);
            var ok = invoked is < 19.95 or > 20.55;
            Add(new QuorumWrite(sequence, S(invoked), ok ? Outcome.Ok : Outcome.Unknown, ok ? ++version : null, ok ? null : "CONNECTIONLOSS") { At = S(invoked + 0.02) });
            Add(new SessionRead(S(invoked + 0.05), ok ? Outcome.Ok : Outcome.Unknown, ok ? sequence : null, ok ? version : null, ok ? null : "CONNECTIONLOSS") { At = S(invoked + 0.06) });
        }

        Add(new QuorumRead(369, version) { At = S(50.1), Invoked = S(50.05) });
    }

    private void Observe()
    {
        string[] observers = [.. Scenario.Topology.Ensemble.Select(node => node.Name), Observers.Znodes];
        foreach (var observer in observers)
        {
            for (var second = 5; second <= 51; second++)
            {
                Add(new ObserverLooked(observer) { At = S(second + 0.05) });
            }

            Add(new ObserverEnded(observer, S(51.9), "the run was over") { At = S(51.95) });
        }

        Add(new ObserverEnded(Observers.Engine, S(51.95), "the run was over") { At = S(51.95) });
    }

    private void Kill()
    {
        Add(new FaultRequested(0, Fault.Kill, Victims, "zookeeper-leader is zookeeper-b-1, in zone b", "parallel Docker API calls") { At = S(20) });
        Add(new FaultApplied(0, Fault.Kill, Victims[0], S(20.01), S(20.15), S(20.03), "exit code 137") { At = S(20.15) });
        Add(new FaultApplied(0, Fault.Kill, Victims[1], S(20.01), S(20.16), S(20.05), "exit code 137") { At = S(20.16) });
        Add(new NodeProcess(Victims[0], ProcessChange.Exited, "exit code 137") { At = S(20.03) });
        Add(new NodeProcess(Victims[1], ProcessChange.Exited, "exit code 137") { At = S(20.05) });
        See("b", 20, 20.1, MemberMode.Silent, null);
        See("a", 20, 20.1, MemberMode.NotServing, null);
        See("c", 20, 20.1, MemberMode.NotServing, null);
        See("c", 20.4, 20.5, MemberMode.Leader, 2);
        See("a", 20.4, 20.5, MemberMode.Follower, 2);
        Add(new LogLine("zookeeper-c-1", LogSign.ElectionWon, "LEADING - LEADER ELECTION TOOK - 275 MS") { At = S(20.4) });
        Add(new BrokerRegistration(2, S(26.4), false, null) { At = S(26.5) });
        Add(new ControllerSeen(S(26.4), null, 1) { At = S(26.5) });
        Add(new ControllerSeen(S(26.6), 3, 2) { At = S(26.7) });
        foreach (var partition in Partitions)
        {
            var leader = (partition % 3) + 1;
            State(partition, 26.8, 26.9, leader == 2 ? 3 : leader, 1, [1, 3], 2);
        }
    }

    private void Return()
    {
        Add(new FaultRequested(1, Fault.Start, Victims, "same as outage", "supervised start") { At = S(40) });
        Add(new NodeProcess(Victims[0], ProcessChange.Started, "running") { At = S(40.2) });
        Add(new NodeProcess(Victims[1], ProcessChange.Started, "running") { At = S(40.3) });
        See("b", 40.9, 41, MemberMode.Follower, 2);
        Add(new BrokerRegistration(2, S(43.9), true, 199) { At = S(44) });
        Add(new FaultApplied(1, Fault.Start, Victims[0], S(40.05), S(41.2), S(40.2), "follower") { At = S(41.2) });
        Add(new FaultApplied(1, Fault.Start, Victims[1], S(40.05), S(44.2), S(40.3), "registered") { At = S(44.2) });
        foreach (var partition in Partitions)
        {
            var leader = (partition % 3) + 1;
            State(partition, 45.9, 46, leader == 2 ? 3 : leader, 1, [1, 2, 3], 2);
        }
    }

    private void Records()
    {
        var number = 0L;
        foreach (var partition in Partitions)
        {
            var count = (long)(37 / _interval);
            for (var sequence = 0L; sequence < count; sequence++)
            {
                var scheduled = 10 + (_interval * sequence);
                var reported = scheduled is > 19.9 and < 27 ? 27.1 : scheduled + 0.005;
                var outcome = _outcome(number++);
                Add(new SendOperation(Producer, Topic, partition, sequence, S(scheduled), S(scheduled + 0.001), outcome,
                    outcome == Outcome.Ok ? sequence : null, outcome == Outcome.Ok ? null : "Local_MsgTimedOut") { At = S(reported) });
                if (outcome == Outcome.Ok)
                {
                    Add(new ReadRecord(Topic, partition, sequence, Producer, sequence) { At = S(50.2) });
                }
            }

            Add(new ReadEnded(Topic, partition, S(50.15), 0, count, count) { At = S(51), EndAfter = count });
        }
    }

    private IEnumerable<int> Partitions => Enumerable.Range(0, Scenario.Topology.Topics[0].Partitions);

    private void See(string zone, double since, double at, MemberMode mode, long? epoch) =>
        Add(new MemberRole($"zookeeper-{zone}-1", S(since), mode, epoch) { At = S(at) });

    private void State(int partition, double since, double at, int leader, int epoch, IReadOnlyList<int> inSync, int controller) =>
        Add(new PartitionState(Topic, partition, S(since), leader, epoch, inSync, controller) { At = S(at) });
}
