namespace KafkaChaos.Model;

/// <summary>A role that a node may hold; looked up at the moment of a fault.</summary>
public enum Role
{
    ZooKeeperLeader,
    Controller,
}

/// <summary>What a random choice is made among.</summary>
public enum Unit
{
    Node,
    Zone,
    Domain,
}

/// <summary>Where a fault goes. Resolved to nodes when its step is due.</summary>
public abstract record Target
{
    private Target()
    {
    }

    /// <summary>Narrows to nodes of one kind.</summary>
    public NodeKind? Only { get; init; }

    /// <summary>Whether it depends on who holds a role or leads a partition.</summary>
    public bool IsLookedUp => Innermost is HolderOf or LeaderOf;

    /// <summary>What the zone or domain is of; else itself. Not public, for a record shows what is, and would without an end.</summary>
    internal Target Innermost => this switch
    {
        ZoneOf zone => zone.Inner.Innermost,
        DomainOf domain => domain.Inner.Innermost,
        _ => this,
    };

    public sealed record Nodes(IReadOnlyList<string> Names) : Target;

    public sealed record Zones(IReadOnlyList<string> Names) : Target;

    public sealed record Domains(IReadOnlyList<string> Names) : Target;

    /// <summary>The node that holds a role.</summary>
    public sealed record HolderOf(Role Role) : Target;

    /// <summary>Every node of the zones of another target.</summary>
    public sealed record ZoneOf(Target Inner) : Target;

    /// <summary>Every node of the domains of another target.</summary>
    public sealed record DomainOf(Target Inner) : Target;

    /// <summary>The broker that leads a partition at the moment of the fault.</summary>
    public sealed record LeaderOf(string Topic, int Partition) : Target;

    /// <summary>One node, zone or domain, chosen with the scenario's seed at the moment of the fault.</summary>
    public sealed record Random(Unit Unit) : Target;

    /// <summary>The nodes that an earlier, named step went to.</summary>
    public sealed record SameAs(string Step) : Target;
}
