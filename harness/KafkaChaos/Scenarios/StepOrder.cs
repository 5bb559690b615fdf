namespace KafkaChaos.Scenarios;

/// <summary>Follows which nodes are down from step to step, so that a start of what runs is refused before the run.</summary>
internal sealed class StepOrder
{
    private readonly HashSet<string> maybeDown = [];
    private readonly HashSet<string> surelyDown = [];
    private bool doubtful;

    /// <summary>A step could not be read: from here on nothing is refused.</summary>
    internal void Doubt() => doubtful = true;

    /// <summary>Takes note of a kill; the answer says why it cannot bite, or null.</summary>
    internal string? Kill(Reach? reach)
    {
        if (reach is null)
        {
            Doubt();
            return null;
        }

        var down = reach.Exact && reach.Nodes.IsSubsetOf(surelyDown);
        maybeDown.UnionWith(reach.Nodes);
        if (reach.Exact)
        {
            surelyDown.UnionWith(reach.Nodes);
        }

        return down && !doubtful ? "an earlier step killed all of this and nothing started it" : null;
    }

    /// <summary>Takes note of a start; the answer says what in it was never killed, or null.</summary>
    internal string? Start(Reach? reach)
    {
        if (reach is null)
        {
            Doubt();
            return null;
        }

        var up = reach.Nodes.Where(node => !maybeDown.Contains(node)).Order(StringComparer.Ordinal).ToList();
        surelyDown.ExceptWith(reach.Nodes);
        if (reach.Exact)
        {
            maybeDown.ExceptWith(reach.Nodes);
        }

        return doubtful || up.Count == 0 || (!reach.Exact && up.Count < reach.Nodes.Count)
            ? null
            : $"no earlier step killed {string.Join(", ", up)}";
    }
}
