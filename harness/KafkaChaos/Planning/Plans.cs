using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Makes plans.</summary>
public static class Plans
{
    /// <param name="name">Of the scenario or the topology file.</param>
    /// <param name="topology">What is planned.</param>
    /// <param name="acks">The producer's.</param>
    /// <param name="scope">Which losses of several at once to look at.</param>
    /// <exception cref="FormatException">A setting that a rule needs is no number.</exception>
    public static Plan Of(string name, Topology topology, Acks acks, PlanScope scope)
    {
        var table = new LossTable(topology, acks);
        var units = new[] { Loss.Nodes(topology), Loss.Zones(topology), Loss.Domains(topology) };
        var single = units
            .SelectMany(unit => unit)
            .SelectMany(loss => loss.Members.Select(member => table.Row(LossKind.Single, loss.Unit, member.Name, member.Nodes, 1)))
            .ToList();
        var parts = single.ToDictionary(row => (row.Unit, row.Name), row => row.Badness);
        var rows = new List<PlanRow>(single);
        var counts = new List<PlanCount>();
        foreach (var unit in units.Where(unit => unit.Count > 0))
        {
            if (scope.Pairs)
            {
                Add(LossKind.Pair, unit[0].Unit, Pairs(unit, table, parts));
            }

            if (scope.Transient)
            {
                Add(LossKind.WhileRestarting, unit[0].Unit, WhileRestarting(unit, units[0], table, parts));
            }
        }

        return new Plan(name, acks, table.Topics, PlanNotes.Of(topology, acks), rows, counts, PlanMeaning.Of(topology, acks, rows));

        void Add(LossKind kind, Unit unit, IEnumerable<(PlanRow Row, bool Said)> looked)
        {
            var (losses, said) = (0L, 0L);
            var news = new Dictionary<string, PlanRow>(StringComparer.Ordinal);
            var ids = new Dictionary<Cell, int>(ReferenceEqualityComparer.Instance);
            foreach (var (row, isSaid) in looked)
            {
                losses += row.Alike;
                if (isSaid)
                {
                    said += row.Alike;
                    continue;
                }

                var key = string.Join(' ', row.Cells.Select(cell => cell is null ? 0 : ids.TryGetValue(cell, out var id) ? id : ids[cell] = ids.Count + 1));
                news[key] = news.TryGetValue(key, out var first) ? first with { Alike = first.Alike + row.Alike } : row;
            }

            rows.AddRange(news.Values);
            counts.Add(new PlanCount(kind, unit, losses, said));
        }
    }

    private static IEnumerable<(PlanRow Row, bool Said)> Pairs(
        IReadOnlyList<Loss> losses, LossTable table, Dictionary<(Unit Unit, string Name), int[]> parts)
    {
        for (var one = 0; one < losses.Count; one++)
        {
            for (var other = one; other < losses.Count; other++)
            {
                var (first, second) = (losses[one].Members, losses[other].Members);
                if (one == other && first.Count < 2)
                {
                    continue;
                }

                var (a, b) = (first[0], one == other ? first[1] : second[0]);
                var alike = one == other ? first.Count * (first.Count - 1) / 2 : first.Count * second.Count;
                var unit = losses[one].Unit;
                var row = table.Row(LossKind.Pair, unit, $"{a.Name} + {b.Name}", [.. a.Nodes, .. b.Nodes], alike);
                yield return (row, IsSaid(row, parts[(unit, a.Name)], parts[(unit, b.Name)]));
            }
        }
    }

    private static IEnumerable<(PlanRow Row, bool Said)> WhileRestarting(
        IReadOnlyList<Loss> losses, IReadOnlyList<Loss> nodes, LossTable table, Dictionary<(Unit Unit, string Name), int[]> parts)
    {
        foreach (var loss in losses)
        {
            var (name, lost) = loss.Members[0];
            var down = lost.ToHashSet(StringComparer.Ordinal);
            foreach (var node in nodes)
            {
                var others = node.Members.Where(member => !down.Contains(member.Name)).ToList();
                if (others.Count == 0)
                {
                    continue;
                }

                var row = table.Row(
                    LossKind.WhileRestarting, loss.Unit, $"{name} while {others[0].Name} restarts", [.. lost, others[0].Name], loss.Members.Count * others.Count);
                yield return (row, IsSaid(row, parts[(loss.Unit, name)], parts[(Unit.Node, others[0].Name)]));
            }
        }
    }

    /// <summary>Whether no cell is worse than in the worse of the parts.</summary>
    private static bool IsSaid(PlanRow row, int[] one, int[] other)
    {
        var badness = row.Badness;
        for (var column = 0; column < badness.Length; column++)
        {
            if (badness[column] > Math.Max(one[column], other[column]))
            {
                return false;
            }
        }

        return true;
    }
}
