using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Turns a loss into a row, by the rules. Verdicts that were given once are given again.</summary>
internal sealed class LossTable
{
    private readonly Topology _topology;
    private readonly Acks _acks;
    private readonly Spread _spread;
    private readonly ClusterSettings _settings;
    private readonly bool _unclean;
    private readonly bool _flushed;
    private readonly string _stall;
    private readonly TopicClass? _offsets;
    private readonly List<string> _voters;
    private readonly Dictionary<string, (Cell? Quorum, Cell? Live, Cell? Dead)> _quorums = new(StringComparer.Ordinal);
    private readonly Dictionary<Cell, Cell> _known = [];
    private readonly Dictionary<(int Topic, Hit Hit, Answer Quorum, int Lost), TopicCells> _topics = [];
    private readonly Dictionary<(Hit Hit, Answer Quorum, int Lost), Cell> _groups = [];

    public LossTable(Topology topology, Acks acks)
    {
        _topology = topology;
        _acks = acks;
        _spread = new Spread(topology);
        _voters = [.. QuorumRules.VotersOf(topology).Select(voter => voter.Name)];
        _settings = ClusterSettings.Of(topology);
        _unclean = _settings.Kafka.GetValueOrDefault("unclean.leader.election.enable") == "true";
        _flushed = _settings.Kafka.GetValueOrDefault("log.flush.interval.messages") == "1";
        _stall = StallOf(topology, _settings);
        Topics = TopicClass.Of(topology.Topics);
        _offsets = _spread.Brokers > 0 ? TopicClass.Offsets(_settings) : null;
    }

    public IReadOnlyList<TopicClass> Topics { get; }

    public PlanRow Row(LossKind kind, Unit unit, string name, IReadOnlyList<string> nodes, int alike)
    {
        var dead = _spread.Dead(nodes);
        var key = string.Join(' ', _voters.Where(nodes.Contains));
        if (!_quorums.TryGetValue(key, out var voted))
        {
            var cell = QuorumRules.Quorum(_topology, nodes);
            _quorums[key] = voted = (Known(cell), Known(QuorumRules.Controller(_topology, cell, true)), Known(QuorumRules.Controller(_topology, cell, false)));
        }

        var quorum = voted.Quorum?.Answer ?? Answer.No;
        return new(
            kind, unit, name, nodes, alike, voted.Quorum, dead.Count < _spread.Brokers ? voted.Live : voted.Dead,
            _offsets is null ? null : Groups(_offsets, dead, quorum),
            [.. Topics.Select((topic, index) => Cells(index, topic, dead, quorum))]);
    }

    // Verdicts are told apart by reference, as there are many rows.
    private Cell? Known(Cell? cell) =>
        cell is null || _known.TryAdd(cell, cell) ? cell : _known[cell];

    private TopicCells Cells(int index, TopicClass topic, IReadOnlyList<int> dead, Answer quorum)
    {
        var now = Now(topic, dead, quorum, _acks);
        var key = (index, now.Hit, quorum, now.Lost);
        if (!_topics.TryGetValue(key, out var cells))
        {
            _topics[key] = cells = new(topic.Topics, TopicRules.Readable(now), TopicRules.Writable(now), RecordRules.ByKill(now), RecordRules.ByPowerLoss(now));
        }

        return cells;
    }

    private Cell Groups(TopicClass offsets, IReadOnlyList<int> dead, Answer quorum)
    {
        // Offsets are always written with acks=all.
        var now = Now(offsets, dead, quorum, Acks.All);
        var key = (now.Hit, quorum, now.Lost);
        if (!_groups.TryGetValue(key, out var cell))
        {
            var written = TopicRules.Writable(now);
            _groups[key] = cell = offsets.Replication > _spread.Brokers
                ? Cell.No($"No consumer group ever forms: __consumer_offsets needs {offsets.Replication} brokers (offsets.topic.replication.factor) and there {(_spread.Brokers == 1 ? "is 1" : $"are {_spread.Brokers}")}.")
                : written with { Reason = $"__consumer_offsets, {offsets.Replication} replicas, min.insync.replicas {offsets.MinInsyncReplicas}: {char.ToLowerInvariant(written.Reason[0])}{written.Reason[1..]}" };
        }

        return cell;
    }

    private Circumstances Now(TopicClass topic, IReadOnlyList<int> dead, Answer quorum, Acks acks) =>
        new(topic, acks, _spread.Hit(topic, dead), quorum, _spread.Brokers, _spread.IsByChance(topic) ? dead.Count : 0, _unclean, _flushed, _stall);

    private static string StallOf(Topology topology, ClusterSettings settings)
    {
        var (name, session) = (topology.IsKRaft ? "broker.session.timeout.ms" : "session expiry", settings.Session);
        return session <= settings.ReplicaLagMost
            ? $"up to {Seconds(session)} s ({name}, before replica.lag.time.max.ms of {Seconds(settings.ReplicaLagMost)} s)"
            : $"up to {Seconds(TimeSpan.FromTicks(Math.Min(session.Ticks, settings.ReplicaLagMost.Ticks * 3 / 2)))} s (1 to 1.5 times replica.lag.time.max.ms of {Seconds(settings.ReplicaLagMost)} s, at most the {name} of {Seconds(session)} s)";
    }

    private static string Seconds(TimeSpan length) => length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
