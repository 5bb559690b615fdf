using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>What one kind of fault leaves until its undo, as far as the file alone tells.</summary>
internal sealed class LastingState
{
    private readonly HashSet<string> maybe = [];
    private readonly Dictionary<string, List<FaultOptions?>> surely = [];

    internal bool Has(string node) => surely.ContainsKey(node);

    internal bool MayHave(string node) => maybe.Contains(node);

    /// <summary>Whether every node surely is in the state, at least as the options say.</summary>
    internal bool Has(IReadOnlySet<string> nodes, FaultOptions? options = null) =>
        nodes.All(node => surely.TryGetValue(node, out var earlier) && earlier.Any(one => Covers(one, options)));

    internal void Enter(Reach reach, FaultOptions? options = null)
    {
        maybe.UnionWith(reach.Nodes);
        foreach (var node in reach.Nodes.Where(_ => reach.Exact))
        {
            if (!surely.TryGetValue(node, out var given))
            {
                surely[node] = given = [];
            }

            given.Add(options);
        }
    }

    internal void Leave(Reach reach)
    {
        foreach (var node in reach.Nodes)
        {
            surely.Remove(node);
        }

        if (reach.Exact)
        {
            maybe.ExceptWith(reach.Nodes);
        }
    }

    private static bool Covers(FaultOptions? earlier, FaultOptions? later) => (earlier, later) switch
    {
        (FaultOptions.Isolation one, FaultOptions.Isolation other) =>
            (one.From & other.From) == other.From && (one.Direction == Direction.Both || one.Direction == other.Direction),
        (FaultOptions.Slowness one, FaultOptions.Slowness other) => one.Toward is null && other.Toward is null,
        _ => earlier is null && later is null,
    };
}
