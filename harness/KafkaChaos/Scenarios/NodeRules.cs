using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Checks nodes against each other and against their software, once all of them are known.</summary>
internal static class NodeRules
{
    internal static void Check(
        Section section, Field zonesField, IReadOnlyList<Named<ZoneNodes>> zones, Places places, PlacedZooKeeper? zooKeeper, PlacedKafka? kafka)
    {
        var key = section.KeyOf(zonesField);
        var problems = section.Reading.Problems;
        if (kafka?.Software.Metadata == MetadataMode.ZooKeeper)
        {
            foreach (var (at, path) in Where(zones, key, RoleWords.IsController))
            {
                problems.Error(at, path, "KRaft controllers need metadata: kraft under kafka, which says zookeeper");
            }
        }

        if (places.CountOf(NodeRole.Voter) == 0)
        {
            foreach (var (at, path) in Where(zones, key, role => role == NodeRole.Observer))
            {
                problems.Error(at, path, "observers follow voters, and no zone holds one; give some zones zookeeper");
            }
        }

        // Of a hierarchical ensemble the groups are counted, not the voters.
        if (zooKeeper is not { Software.Groups.Count: > 0 })
        {
            WarnOfEven(section, zonesField, places.CountOf(NodeRole.Voter), "ZooKeeper voters");
        }

        WarnOfEven(section, zonesField, places.Nodes.Count(node => node.IsController), "KRaft controllers");
        foreach (var (zone, node) in zones.SelectMany(zone => zone.Value!.Value.Named.Select(node => (zone.Name.Value, node))))
        {
            var entry = node.Value!.Value;
            var common = RoleWords.KindOf(entry.Role) == NodeKind.ZooKeeper ? zooKeeper?.Software.Hardware : kafka?.Software.Hardware;
            HardwareFields.CheckHeap(entry.Hardware, common, PathOf(key, zone, node), problems);
        }
    }

    private static void WarnOfEven(Section section, Field zonesField, int votes, string what)
    {
        if (votes > 0 && votes % 2 == 0)
        {
            section.Warn(zonesField, Even.Reason(votes, what));
        }
    }

    // Where nodes of some role are declared.
    private static IEnumerable<(Position At, string Key)> Where(IReadOnlyList<Named<ZoneNodes>> zones, string key, Func<NodeRole, bool> wanted) =>
        zones.SelectMany(zone => zone.Value!.Value.Counts
            .Where(count => wanted(count.Role) && count.Count.Value > 0)
            .Select(count => (count.Count.At, $"{key}.{zone.Name.Value}.{count.Key}"))
            .Concat(zone.Value.Value.Named
                .Where(node => wanted(node.Value!.Value.Role))
                .Select(node => (node.Name.At, PathOf(key, zone.Name.Value, node)))));

    private static string PathOf(string key, string zone, Named<NodeEntry> node) => $"{key}.{zone}.{ZoneReader.Nodes.Name}.{node.Name.Value}";
}
