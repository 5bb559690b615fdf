using System.Runtime.CompilerServices;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What held at which moment, as a history tells it.</summary>
internal sealed class Timeline
{
    /// <summary>The engine's stamps come from the wall clock, all others from the monotonic one.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMilliseconds(200);

    private static readonly ConditionalWeakTable<Trial, Timeline> Known = [];

    private readonly List<MemberRole> _roles;
    private readonly List<ControllerSeen> _controllers;
    private readonly ILookup<(string, int), PartitionState> _states;
    private readonly ILookup<int, BrokerRegistration> _registrations;
    private readonly ILookup<string, (TimeSpan At, Life Life)> _lives;
    private readonly Trial _trial;
    private readonly TimeSpan _seenUntil;

    private Timeline(Trial trial)
    {
        _trial = trial;
        var history = trial.History;
        _roles = [.. history.Of<MemberRole>()];
        _controllers = [.. history.Of<ControllerSeen>()];
        _states = history.Of<PartitionState>().ToLookup(state => (state.Topic, state.Partition));
        _registrations = history.Of<BrokerRegistration>().ToLookup(one => one.Broker);
        var cleaning = history.Began(Phase.CleaningUp) - ClockTolerance;
        Exits = [.. history.Of<NodeProcess>().Where(one => one.Change == ProcessChange.Exited && !(one.At >= cleaning)).OrderBy(one => one.At)];
        _lives = Lives(trial, history, Exits).ToLookup(one => one.Node, one => (one.At, one.Life));
        Began = history.Began(Phase.Load);
        Warming = history.Began(Phase.WarmingUp) ?? Began;
        End = history.Began(Phase.CleaningUp) ?? history.Latest;
        Ended = history.Began(Phase.FinalRead) ?? End;
        Sources = new Sources(trial.Scenario.Topology);
        Sight = new Sight(history, trial.Scenario.Topology, Trials.SettingsOf(trial.Scenario, history).Session, Began ?? TimeSpan.Zero, Ended);
        _seenUntil = Sight.IsKnown && Sight.Until < Ended ? Sight.Until : End;
        SeenThrough = history.Of<RunEnded>().LastOrDefault() is { How: RunEnd.Completed } && _seenUntil == End;
        Recovering = history.Began(Phase.Recovering) ?? Ended;
        Starvation = new Starvation(history);
        Strikes = Strike.All(history, trial.Scenario.Topology, Ended);
        FirstFault = history.Of<FaultRequested>().FirstOrDefault(one => !one.Fault.IsUndo())?.At;
        var assigned = history.Of<ReplicaAssignment>().GroupBy(one => (one.Topic, one.Partition)).ToDictionary(group => group.Key, group => group.Last().Replicas);
        Partitions = [.. trial.Scenario.Topology.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition =>
            new PartitionName(topic.Name, partition, topic.Replication, assigned.GetValueOrDefault((topic.Name, partition)))))];
    }

    public static Timeline Of(Trial trial) => Known.GetValue(trial, one => new Timeline(one));

    /// <summary>When the load began; null where the run did not come so far.</summary>
    public TimeSpan? Began { get; }

    /// <summary>When the producers began to write; null where the run did not come so far.</summary>
    public TimeSpan? Warming { get; }

    /// <summary>When the load ended.</summary>
    public TimeSpan Ended { get; }

    /// <summary>When the last undo was done: until then, at least, the load must have gone on.</summary>
    public TimeSpan Recovering { get; }

    /// <summary>The last moment of the run before its clean-up.</summary>
    public TimeSpan End { get; }

    /// <summary>What findings rest on, in words.</summary>
    public Sources Sources { get; }

    /// <summary>When its observers looked.</summary>
    public Sight Sight { get; }

    /// <summary>How long the machine kept somebody waiting.</summary>
    public Starvation Starvation { get; }

    /// <summary>Whether every step was taken and the final read was done, and no observer is known to have looked away: else what was not seen may only not have been waited for.</summary>
    public bool SeenThrough { get; }

    /// <summary>Whether the run went on, and was looked at, for long enough after a moment to blame the cluster for what was due within that time.</summary>
    public bool HadTime(TimeSpan from, TimeSpan bound) => SeenThrough || _seenUntil - from > bound;

    /// <summary>Faults that cost the cluster nodes.</summary>
    public IReadOnlyList<Strike> Strikes { get; }

    /// <summary>When the first fault was requested, whether it cost the cluster nodes or not; null where none was.</summary>
    public TimeSpan? FirstFault { get; }

    /// <summary>Ends of processes, whoever asked for them, before the clean-up ended all.</summary>
    public IReadOnlyList<NodeProcess> Exits { get; }

    /// <summary>All that the scenario asks for, whether seen or not.</summary>
    public IReadOnlyList<PartitionName> Partitions { get; }

    public IReadOnlyList<MemberRole> Roles => _roles;

    /// <summary>The last that was seen of a member until a moment.</summary>
    public MemberRole? RoleAt(string node, TimeSpan at) => _roles.LastOrDefault(role => role.Node == node && role.At <= at);

    /// <summary>Of the members that were last seen to lead, the one in the highest epoch, or else the one seen latest: an old leader may say that it leads until it hears of the next.</summary>
    public MemberRole? LeaderAt(TimeSpan at) => _roles.Where(role => role.At <= at).GroupBy(role => role.Node).Select(roles => roles.Last())
        .Where(role => role.Mode is MemberMode.Leader or MemberMode.Standalone).OrderBy(role => role.At)
        .Aggregate((MemberRole?)null, (leader, role) => leader?.Epoch > role.Epoch ? leader : role);

    public ControllerSeen? ControllerAt(TimeSpan at) => _controllers.LastOrDefault(one => one.At <= at);

    public IEnumerable<ControllerSeen> ControllersAfter(TimeSpan at) => _controllers.Where(one => one.At > at);

    public PartitionState? StateAt(PartitionName partition, TimeSpan at) =>
        _states[(partition.Topic, partition.Partition)].LastOrDefault(state => state.At <= at);

    public IEnumerable<PartitionState> StatesAfter(PartitionName partition, TimeSpan at) =>
        _states[(partition.Topic, partition.Partition)].Where(state => state.At > at);

    /// <summary>
    /// When a controller elected since a fault had a partition stand as it did before, its brokers being back: of those that
    /// all died and were all back before there was a controller, nothing is written anew.
    /// </summary>
    /// <param name="dead">Brokers that the fault took.</param>
    /// <returns>When the last of the registrations and the controller were seen, and the last look before; null where one was not seen, or the state was written since.</returns>
    public (TimeSpan At, TimeSpan Since)? Reinstated(PartitionName partition, IReadOnlySet<int> dead, TimeSpan fault)
    {
        if (StateAt(partition, fault) is not { } before || StatesAfter(partition, fault).Any() || partition.Replicas is not { } replicas)
        {
            return null;
        }

        var epoch = ControllerAt(fault)?.Epoch ?? before.ControllerEpoch;
        var controller = ControllersAfter(fault).FirstOrDefault(one => one.Broker is not null && one.Epoch > epoch);
        var back = replicas.Where(dead.Contains).Select(broker => _registrations[broker].FirstOrDefault(one =>
            one.At > fault && one.Registered && one.Epoch > _registrations[broker].LastOrDefault(old => old.At <= fault)?.Epoch)).ToList();
        // One that was elected while a broker was away would have written what that one lost.
        if (controller is null || back.Count == 0 || back.Contains(null) || back.Any(one => one!.Since > controller.At))
        {
            return null;
        }

        (TimeSpan At, TimeSpan Since)[] seen = [(controller.At, controller.Since), .. back.Select(one => (one!.At, one.Since))];
        return seen.MaxBy(one => one.At);
    }

    /// <summary>What brought a node back from a strike; null where nothing was seen to.</summary>
    public FaultApplied? UndoOf(Strike kill, string node) =>
        _trial.History.Of<FaultApplied>().FirstOrDefault(one => (one.Node == node || (!kill.Requested.Nodes.Contains(node) && kill.Requested.Nodes.Contains(one.Node))) && one.Seen > kill.EffectOn(node) && FaultSpan.Ends(one, kill.Requested));

    /// <summary>When the next strike that takes the same node was requested; null where none was.</summary>
    public TimeSpan? NextOn(Strike kill, string node) => After(kill).FirstOrDefault(other => other.Hit(node))?.Requested.At;

    /// <summary>The strikes after one, in order.</summary>
    public IEnumerable<Strike> After(Strike kill) => Strikes.SkipWhile(other => other != kill).Skip(1);

    public bool IsUp(string node, TimeSpan at) => LifeAt(node, at) is Life.Up or Life.Muted;

    /// <summary>Whether a fault hides from all others whether a node lives: its process runs, and is frozen or cut off.</summary>
    public bool IsHidden(string node, TimeSpan at) => LifeAt(node, at) is Life.Muted or Life.Hidden;

    private Life LifeAt(string node, TimeSpan at) => _lives[node].TakeWhile(change => change.At <= at).Select(change => change.Life).DefaultIfEmpty(Life.Up).Last();

    /// <summary>The end of a node's process that no start followed before the clean-up; null where there is none.</summary>
    public NodeProcess? LastExit(string node) =>
        Exits.LastOrDefault(exit => exit.Node == node) is { } exit && !_lives[node].Any(change => change.Life != Life.Down && change.At >= exit.At && change.At <= End) ? exit : null;

    /// <summary>Of the Kafka of an id: a broker, or one of KRaft's controllers.</summary>
    public bool IsUp(int id, TimeSpan at) => Kafka(id) is { } node && IsUp(node.Name, at);

    /// <summary>The last that was seen of a broker until a moment.</summary>
    public BrokerRegistration? RegistrationAt(int broker, TimeSpan at) => _registrations[broker].LastOrDefault(one => one.At <= at);

    public IEnumerable<BrokerRegistration> RegistrationsAfter(int broker, TimeSpan at) => _registrations[broker].Where(one => one.At > at);

    /// <summary>Broker ids that a kill went to.</summary>
    public IReadOnlySet<int> BrokersOf(Strike kill) =>
        _trial.Scenario.Topology.Brokers.Where(broker => kill.Hit(broker.Name)).Select(broker => broker.Id).ToHashSet();

    /// <summary>Ids of those that a kill went to and that may be the controller: in KRaft members, else brokers.</summary>
    public IReadOnlySet<int> ControllersOf(Strike kill) => _trial.Scenario.Topology is { IsKRaft: true } topology
        ? topology.Members.Where(member => kill.Hit(member.Name)).Select(member => member.Id).ToHashSet()
        : BrokersOf(kill);

    private enum Life
    {
        Up,

        /// <summary>Cut off from some, and part of the cluster.</summary>
        Muted,
        Hidden,
        Down,
    }

    // A node is up while its process runs, is not frozen, and hears those who keep it in the cluster.
    private static IEnumerable<(string Node, TimeSpan At, Life Life)> Lives(Trial trial, History history, IEnumerable<NodeProcess> exits)
    {
        var requests = history.Of<FaultRequested>().ToList();
        var (toll, stopped, lives) = (new Toll(trial.Scenario.Topology), new HashSet<string>(), new Dictionary<string, Life>());
        var changes = history.Of<FaultApplied>().Select(one => (one.Node, At: one.Effect, Change: (HistoryEvent)one))
            .Concat(history.Of<NodeProcess>().Where(one => one.Change == ProcessChange.Started).Concat(exits).Select(one => (one.Node, one.At, Change: (HistoryEvent)one)));
        foreach (var (node, at, change) in changes.OrderBy(one => one.At))
        {
            if (change is FaultApplied applied)
            {
                var request = requests.LastOrDefault(one => one.Step == applied.Step && one.Fault == applied.Fault && one.Nodes.Contains(node));
                toll.Take(request ?? new FaultRequested(applied.Step, applied.Fault, [node], "", "") { At = at }, node);
            }

            _ = change switch
            {
                NodeProcess { Change: ProcessChange.Started } or FaultApplied { Fault: Fault.Start or Fault.PowerOn } => stopped.Remove(node),
                NodeProcess or FaultApplied { Fault: Fault.Kill or Fault.Stop or Fault.PowerOff } => stopped.Add(node),
                _ => false,
            };

            // Those isolated together are taken one after the other, and only all of them may keep a quorum.
            var cut = toll.CutOff;
            foreach (var one in trial.Scenario.Topology.Nodes.Select(one => one.Name))
            {
                var isolated = toll[one].HasFlag(NodeState.Isolated);
                var life = stopped.Contains(one) ? Life.Down
                    : toll[one].HasFlag(NodeState.Paused) || (isolated && cut.Contains(one)) ? Life.Hidden
                    : isolated ? Life.Muted : Life.Up;
                if (one == node || life != lives.GetValueOrDefault(one, Life.Up))
                {
                    lives[one] = life;
                    yield return (one, at, life);
                }
            }
        }
    }

    /// <summary>Of the Kafka of an id.</summary>
    public string NameOf(int id) => Kafka(id)?.Name ?? $"broker {id}";

    private Node? Kafka(int id) => _trial.Scenario.Topology.Nodes.FirstOrDefault(node => node.Kind == NodeKind.Kafka && node.Id == id);
}

/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number.</param>
/// <param name="Replication">Replicas that the scenario asks for.</param>
/// <param name="Replicas">As the cluster's metadata says; null where that was not seen.</param>
internal sealed record PartitionName(string Topic, int Partition, int Replication, IReadOnlyList<int>? Replicas)
{
    public bool IsWhole(PartitionState state) => state.InSync.Distinct().Count() >= (Replicas?.Count ?? Replication);

    public override string ToString() => $"{Topic}/{Partition}";
}
