using System.Collections.Immutable;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads the groups of a hierarchical ensemble and the votes of its members.</summary>
internal static class EnsembleGroups
{
    private const int MostVotes = 1000;

    internal static Field<IReadOnlyList<Named<IReadOnlyList<Placed<string>>>>> Groups { get; } = new(
        "groups",
        new NamedReader<IReadOnlyList<Placed<string>>>("the voters of each group", Words.Name, new NamesReader("a voter or a list of voters")),
        "Groups of a hierarchical quorum: a majority of the votes in a majority of the groups; every voter in exactly one.");

    internal static Field<IReadOnlyList<Named<int>>> Weights { get; } = new(
        "weights", new NamedReader<int>("votes", Words.NodeName, Units.Count(0, MostVotes)), "Votes of voters in a hierarchical quorum; 1 where left out.");

    internal static (IReadOnlyList<VoterGroup> Groups, IReadOnlyDictionary<string, int> Weights) Read(Section section)
    {
        var groups = section.Get(Groups);
        var weights = section.Get(Weights);
        if (section.Reading.Places is { Complete: true } places)
        {
            CheckGroups(section, groups?.Value ?? [], places);
            CheckWeights(section, groups?.Value ?? [], weights?.Value ?? [], places);
        }

        return (
            [.. (groups?.Value ?? []).Where(group => group.Value is not null).Select(group => new VoterGroup(group.Name.Value, Names(group)))],
            (weights?.Value ?? []).Where(weight => weight.Value is not null).ToImmutableDictionary(weight => weight.Name.Value, weight => weight.Value!.Value));
    }

    private static void CheckGroups(Section section, IReadOnlyList<Named<IReadOnlyList<Placed<string>>>> groups, Places places)
    {
        var groupOf = new Dictionary<string, string>();
        foreach (var (group, member) in groups.SelectMany(group => (group.Value?.Value ?? []).Select(member => (group.Name.Value, member))))
        {
            var key = $"{section.KeyOf(Groups)}.{group}";
            if (!CheckVoter(section, member, key, places))
            {
                continue;
            }

            if (!groupOf.TryAdd(member.Value, group))
            {
                section.Reading.Problems.Error(member.At, key, $"a voter stands in one group, and this one stands in {groupOf[member.Value]}", member.Value);
            }
        }

        var voters = places.Nodes.Where(node => node.Role == NodeRole.Voter).Select(node => node.Name).ToList();
        var missed = voters.Where(voter => !groupOf.ContainsKey(voter)).ToList();
        if (groups.Count > 0 && missed.Count > 0 && groups.All(group => group.Value is not null))
        {
            section.Error(Groups, $"every voter stands in one group, and in none stands {string.Join(", ", missed)}");
        }

        if (groups.Count > 0 && groups.Count % 2 == 0)
        {
            section.Warn(Groups, Even.Reason(groups.Count, "groups"));
        }
    }

    private static void CheckWeights(Section section, IReadOnlyList<Named<IReadOnlyList<Placed<string>>>> groups, IReadOnlyList<Named<int>> weights, Places places)
    {
        if (section.Has(Weights) && !section.Has(Groups))
        {
            section.Error(Weights, $"only with {Groups.Name}; without them every voter has one vote");
            return;
        }

        foreach (var weight in weights)
        {
            CheckVoter(section, weight.Name, $"{section.KeyOf(Weights)}.{weight.Name.Value}", places);
        }

        var votes = weights.Where(weight => weight.Value is not null).ToDictionary(weight => weight.Name.Value, weight => weight.Value!.Value);
        var members = groups.SelectMany(Names).ToList();
        if (members.Count > 0 && members.TrueForAll(member => votes.GetValueOrDefault(member, 1) == 0))
        {
            section.Error(Weights, "no group has a vote, so there is never a quorum; give at least one voter a weight above 0");
        }
    }

    private static bool CheckVoter(Section section, Placed<string> name, string key, Places places)
    {
        var node = places.Nodes.FirstOrDefault(node => node.Name == name.Value);
        if (node is { Role: NodeRole.Voter })
        {
            return true;
        }

        var reason = node is null ? "unknown voter" : $"not a voter but {(node.Role == NodeRole.Observer ? "an observer, which has no vote" : $"a {RoleWords.Word(node.Role)} node")}";
        section.Reading.Problems.Error(name.At, key, reason, name.Value, places.Nodes.Where(one => one.Role == NodeRole.Voter).Select(one => one.Name));
        return false;
    }

    private static IReadOnlyList<string> Names(Named<IReadOnlyList<Placed<string>>> group) => [.. (group.Value?.Value ?? []).Select(member => member.Value)];
}
