using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads one topic of a topology, after its zones; its name is the key above, and stays empty here.</summary>
internal sealed class TopicReader : SectionReader<TopicLayout>
{
    private const int MostPartitions = 100_000;
    private const int MostReplicas = 100;

    private static readonly Field<int> Partitions = new("partitions", Units.Count(1, MostPartitions), "How many partitions; follows from a placement.");
    private static readonly Field<int> Replication = new("replication", Units.Count(1, MostReplicas), "Replicas of each partition; at most the number of brokers; follows from a placement.");
    private static readonly Field<int> MinInsync = new("min.insync.replicas", Units.Count(1, MostReplicas), "In-sync replicas below which acks=all is refused.", Required: true);

    private static readonly Field<IReadOnlyList<Placed<IReadOnlyList<Placed<string>>>>> Placement = new(
        "placement",
        new ListReader<IReadOnlyList<Placed<string>>>("rows, each the brokers of one partition, its preferred leader first", new NamesReader("a broker or a list of brokers")),
        "The brokers of each partition, the preferred leader first; left out, Kafka places the replicas.");

    internal override IReadOnlyList<Field> Fields { get; } = [Partitions, Replication, MinInsync, Placement];

    internal override IReadOnlyList<IReadOnlyList<Field>> Ways { get; } = [[Partitions, Replication], [Placement]];

    protected override TopicLayout? Build(Section section)
    {
        var partitions = section.Get(Partitions)?.Value;
        var replication = section.Get(Replication)?.Value;
        var minInsync = section.Get(MinInsync)?.Value;
        var placement = section.Get(Placement)?.Value;
        if (section.Has(Placement))
        {
            var right = placement is not null && RowsAgree(section, placement);
            partitions = Followed(section, Partitions, partitions, right ? placement!.Count : null, "rows");
            replication = Followed(section, Replication, replication, right ? placement![0].Value.Count : null, "brokers in a row");
        }
        else
        {
            // Nothing is assumed: these numbers decide what survives.
            Need(section, Partitions);
            Need(section, Replication);
        }

        CheckBrokers(section, replication, placement);
        if (replication is not null && minInsync > replication)
        {
            section.Error(MinInsync, $"above replication, which is {replication}; no acks=all record could ever be written");
        }

        return partitions is null || replication is null || minInsync is null
            ? null
            : new TopicLayout("", partitions.Value, replication.Value, minInsync.Value)
            {
                Placement = placement is null ? null : [.. placement.Select(row => (IReadOnlyList<string>)[.. row.Value.Select(broker => broker.Value)])],
            };
    }

    private static void Need(Section section, Field<int> field)
    {
        if (!section.Has(field))
        {
            section.Error(field, $"missing; expected {field.Reader.Expected}, or a placement that it follows from");
        }
    }

    // The number that a placement shows; one that is given beside it must be the same.
    private static int? Followed(Section section, Field<int> field, int? given, int? shown, string what)
    {
        if (given is not null && shown is not null && given != shown)
        {
            section.Error(field, $"the placement has {shown} {what}; leave this out, or make them agree");
        }

        return shown ?? given;
    }

    private static bool RowsAgree(Section section, IReadOnlyList<Placed<IReadOnlyList<Placed<string>>>> rows)
    {
        // A row with a repeated name is reported already, and shorter only for that.
        var lengths = rows.Select(row => row.Node is YamlList list ? list.Items.Count : 1).ToList();
        for (var place = 1; place < rows.Count; place++)
        {
            if (lengths[place] != lengths[0])
            {
                section.Reading.Problems.Error(
                    rows[place].At,
                    string.Create(null, $"{section.KeyOf(Placement)}[{place}]"),
                    $"has {lengths[place]} brokers, and the first row has {lengths[0]}; every partition of a topic has as many replicas");
            }
        }

        return rows.Count > 0 && lengths.TrueForAll(length => length == lengths[0]);
    }

    private static void CheckBrokers(Section section, int? replication, IReadOnlyList<Placed<IReadOnlyList<Placed<string>>>>? placement)
    {
        if (section.Reading.Places is not { Complete: true } places || (section.Reading.OnlyPlanned && places.Nodes.Count == 0))
        {
            return;
        }

        var brokers = places.Brokers.Select(broker => broker.Name).ToList();
        if (replication > brokers.Count && section.Has(Replication))
        {
            section.Error(Replication, $"more replicas than brokers; the zones hold {brokers.Count}");
        }

        var known = brokers.ToHashSet();
        foreach (var (broker, place) in (placement ?? []).SelectMany((row, place) => row.Value.Select(broker => (broker, place))).Where(one => !known.Contains(one.broker.Value)))
        {
            section.Reading.Problems.Error(broker.At, string.Create(null, $"{section.KeyOf(Placement)}[{place}]"), "unknown broker", broker.Value, brokers);
        }
    }
}
