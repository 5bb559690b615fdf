using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads where a fault goes.</summary>
internal sealed class TargetReader : SectionReader<Target>
{
    private static readonly Field<IReadOnlyList<Placed<string>>> Node = new("node", new NamesReader("a node or a list of nodes"), "Nodes by name.");
    private static readonly Field<IReadOnlyList<Placed<string>>> Zone = new("zone", new NamesReader("a zone or a list of zones"), "Every node of zones.");
    private static readonly Field<IReadOnlyList<Placed<string>>> Domain = new("domain", new NamesReader("a domain or a list of domains"), "Every node of physical domains.");

    private static readonly Field<Role> RoleField = new(
        "role",
        Words.Choice(("zookeeper-leader", Role.ZooKeeperLeader), ("controller", Role.Controller)),
        "The node that holds a role at the moment of the fault.");

    private static readonly Field<Target.LeaderOf> LeaderOf = new("leader-of", new LeaderOfReader(), "The broker that leads a partition at the moment of the fault.");

    private static readonly Field<Unit> Random = new(
        "random",
        Words.Choice(("node", Unit.Node), ("zone", Unit.Zone), ("domain", Unit.Domain)),
        "One node, zone or domain, chosen with the scenario's seed.");

    private static readonly Field<string> SameAs = new("same-as", Words.Text("the name of an earlier step"), "The nodes that an earlier step went to.");

    private static readonly Field<NodeKind> Only = new(
        "only",
        Words.Choice(("kafka", NodeKind.Kafka), ("zookeeper", NodeKind.ZooKeeper)),
        "Narrows to nodes of one kind.");

    // A target stands inside another: these two refer to this reader itself.
    private readonly Field<Target> zoneOf;
    private readonly Field<Target> domainOf;

    internal TargetReader()
    {
        zoneOf = new("zone-of", this, "Every node of the zones of another target.");
        domainOf = new("domain-of", this, "Every node of the domains of another target.");
        ExactlyOneOf = [Node, Zone, Domain, RoleField, LeaderOf, Random, zoneOf, domainOf, SameAs];
        Fields = [.. ExactlyOneOf, Only];
    }

    internal override IReadOnlyList<Field> Fields { get; }

    internal override IReadOnlyList<Field> ExactlyOneOf { get; }

    internal override string Expected => "a target such as { zone: a }";

    /// <summary>Reads the target of a section that has these fields, and more of its own.</summary>
    internal Target? Of(Section section)
    {
        var only = section.Get(Only);
        return Whole(section) is { } target ? Narrowed(target, only?.Value, section) : null;
    }

    protected override Target? Build(Section section) => Of(section);

    private Target? Whole(Section section)
    {
        var places = section.Reading.Places;
        var nodes = Known(section, Node, places is { Complete: true } ? places.NodeNames : null);
        var zones = Known(section, Zone, places?.ZoneNames);
        var domains = Known(section, Domain, places?.DomainNames);
        var role = section.Get(RoleField);
        var leader = section.Get(LeaderOf);
        var random = section.Get(Random);
        var inZoneOf = section.Get(zoneOf);
        var inDomainOf = section.Get(domainOf);
        return nodes is not null ? new Target.Nodes(nodes)
            : zones is not null ? new Target.Zones(zones)
            : domains is not null ? new Target.Domains(domains)
            : role is not null ? new Target.HolderOf(role.Value)
            : leader is not null ? leader.Value
            : random is not null ? new Target.Random(random.Value)
            : inZoneOf is not null ? new Target.ZoneOf(inZoneOf.Value)
            : inDomainOf is not null ? new Target.DomainOf(inDomainOf.Value)
            : Earlier(section);
    }

    private static Target.SameAs? Earlier(Section section)
    {
        var scope = section.Reading.Steps.Scope;
        var named = section.Get(SameAs);
        var full = named is null ? null : scope.Find(named.Value);
        if (named is not null && full is null)
        {
            section.Error(SameAs, "no step above this one has that name", scope.Names);
        }

        return full is null ? null : new Target.SameAs(full);
    }

    private static Target? Narrowed(Target target, NodeKind? only, Section section)
    {
        var whole = Reach.Of(target, section.Reading);
        var narrowed = target with { Only = only };
        if (whole is { Nodes.Count: 0 } && target is Target.HolderOf holder)
        {
            section.Error(RoleField, $"no node can hold this role; the topology has no {(holder.Role == Role.ZooKeeperLeader ? "zookeeper node with a vote" : "kafka node")}");
            return null;
        }

        if (Reach.Of(narrowed, section.Reading) is { Nodes.Count: 0 })
        {
            section.Error("this target matches no node");
            return null;
        }

        return narrowed;
    }

    // Names as they are declared; null where one is not, or where the field is absent.
    private static List<string>? Known(Section section, Field<IReadOnlyList<Placed<string>>> field, IReadOnlyList<string>? declared)
    {
        var names = section.Get(field)?.Value;
        var unknown = (names ?? []).Where(name => declared is not null && !declared.Contains(name.Value)).ToList();
        foreach (var name in unknown)
        {
            section.Reading.Problems.Error(name.At, section.KeyOf(field), $"unknown {field.Name}", name.Value, declared);
        }

        return unknown.Count > 0 ? null : names?.Select(name => name.Value).ToList();
    }
}
