namespace KafkaChaos.Model;

/// <summary>Whom an isolated node no longer reaches.</summary>
[Flags]
public enum Peers
{
    /// <summary>Other nodes of the target's own kind.</summary>
    Nodes = 1,

    ZooKeeper = 2,

    /// <summary>The run's own clients.</summary>
    Clients = 4,

    All = Nodes | ZooKeeper | Clients,
}

/// <summary>Which packets are dropped, as seen from the target.</summary>
public enum Direction
{
    Both,
    In,
    Out,
}

/// <summary>How many nodes are restarted or replaced at a time.</summary>
public enum Rolling
{
    /// <summary>All at once.</summary>
    No,
    NodeByNode,
    ZoneByZone,
}

/// <summary>How a fault is done; each kind belongs to the faults that its comment names.</summary>
public abstract record FaultOptions
{
    private FaultOptions()
    {
    }

    /// <summary>Of <see cref="Fault.Isolate"/>.</summary>
    public sealed record Isolation(Peers From, Direction Direction) : FaultOptions
    {
        /// <summary>All of them: then packets of whoever else it may be are dropped, too.</summary>
        public static IReadOnlyList<Peers> Every { get; } = [Peers.Nodes, Peers.ZooKeeper, Peers.Clients];

        /// <summary>Whether the cluster loses a node of that kind by it: a member that hears no other one, a broker whose session ends.</summary>
        /// <param name="kind">Which software it runs.</param>
        /// <param name="from">Whom it no longer reaches.</param>
        /// <param name="kraft">Whether those who keep Kafka's metadata are nodes of its own kind.</param>
        public static bool Loses(NodeKind kind, IEnumerable<Peers> from, bool kraft = false) => from.Any(one => one == Peers.ZooKeeper || (one == Peers.Nodes && (kraft || kind == NodeKind.ZooKeeper)));

        /// <summary>Each of <see cref="From"/> by itself.</summary>
        public IReadOnlyList<Peers> Each => [.. Every.Where(one => From.HasFlag(one))];
    }

    /// <summary>Of <see cref="Fault.Slow"/>. At least one of the four is given.</summary>
    /// <param name="Toward">The other end; null for everybody.</param>
    /// <param name="Delay">Added to every packet that the target receives.</param>
    /// <param name="Jitter">Most that a delay differs from <paramref name="Delay"/>; at most that.</param>
    /// <param name="Loss">Share of packets lost, above 0 and at most 1.</param>
    /// <param name="BytesPerSecond">Limit of the rate.</param>
    public sealed record Slowness(Target? Toward, TimeSpan? Delay, TimeSpan? Jitter, double? Loss, long? BytesPerSecond) : FaultOptions
    {
        /// <summary>Whether packets wait by it.</summary>
        public bool Delays => Delay is not null || Jitter is not null;
    }

    /// <summary>Of <see cref="Fault.Restart"/>, <see cref="Fault.Upgrade"/> and <see cref="Fault.Downgrade"/>.</summary>
    /// <param name="Rolling">How many at a time.</param>
    /// <param name="WaitForInSync">Whether the next begins only with full in-sync sets and a whole quorum.</param>
    /// <param name="To">What is put in its place; null for a restart.</param>
    public sealed record Replacement(Rolling Rolling, bool WaitForInSync, Release? To) : FaultOptions;
}
