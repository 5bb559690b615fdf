using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads <c>load:</c>: one producer over all topics in few words, or several clients, each with a name.</summary>
internal sealed class LoadReader() : EitherReader<Load>(Short, Long)
{
    private static readonly SectionReader<Load> Short = new ShortLoadReader();
    private static readonly SectionReader<Load> Long = new LongLoadReader();

    internal override Placed<Load>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlMap map)
        {
            return Refuse(node, key, reading);
        }

        var isLong = map.Entries.Any(entry => entry is { Key.Value: "producers" } or { Key.Value: "consumers", Value: YamlMap });
        if (!isLong)
        {
            return Short.Read(node, key, reading);
        }

        var foreign = map.Entries.Where(entry => Short.Fields.Any(field => field.Name == entry.Key.Value) && Long.Fields.All(field => field.Name != entry.Key.Value)).ToList();
        foreach (var entry in foreign)
        {
            reading.Problems.Error(entry.Key.At, $"{key}.{entry.Key.Value}", "belongs to a load of one producer; here each producer has its own, below producers.<name>");
        }

        return Long.Read(map with { Entries = [.. map.Entries.Except(foreign)] }, key, reading);
    }
}

/// <summary>Reads a load of one producer over all topics.</summary>
internal sealed class ShortLoadReader : SectionReader<Load>
{
    private const int MostConsumers = 100;

    private static readonly Field<int> Consumers = new("consumers", Units.Count(0, MostConsumers), "Consumers over all topics, with assigned partitions; none where left out.");

    /// <summary>Of both forms.</summary>
    internal static readonly Field<double> ProbeRate = new("quorum-probe", Units.Rate, "Writes of the quorum probe; the harness's own rate where left out.");

    internal override IReadOnlyList<Field> Fields { get; } = [.. ProducerFields.Fields, Consumers, ProbeRate];

    protected override Load? Build(Section section)
    {
        var producer = ProducerFields.Read(section);
        var consumers = section.Get(Consumers)?.Value ?? 0;
        var probe = section.Get(ProbeRate)?.Value;
        return producer is null
            ? null
            : new Load([producer], consumers == 0 ? [] : [new ConsumerLoad("consumer", [], null, consumers, Committed: true)], probe);
    }
}

/// <summary>Reads a load of several clients.</summary>
internal sealed class LongLoadReader : SectionReader<Load>
{
    private static readonly Field<IReadOnlyList<Named<ProducerLoad>>> Producers = new("producers", new NamedReader<ProducerLoad>("producers", Words.Name, new ProducerLoadReader()), "What is written, and how.", Required: true);
    private static readonly Field<IReadOnlyList<Named<ConsumerLoad>>> Consumers = new("consumers", new NamedReader<ConsumerLoad>("consumers", Words.Name, new ConsumerLoadReader()), "What reads while faults happen.");

    internal override IReadOnlyList<Field> Fields { get; } = [Producers, Consumers, ShortLoadReader.ProbeRate];

    protected override Load? Build(Section section)
    {
        var producers = section.Get(Producers)?.Value ?? [];
        var consumers = section.Get(Consumers)?.Value ?? [];
        var probe = section.Get(ShortLoadReader.ProbeRate)?.Value;
        var problems = section.Reading.Problems;
        foreach (var consumer in consumers.Where(consumer => producers.Any(producer => producer.Name.Value == consumer.Name.Value)))
        {
            problems.Error(consumer.Name.At, $"{section.KeyOf(Consumers)}.{consumer.Name.Value}", "a producer has this name; each client has its own", consumer.Name.Value);
        }

        var writers = producers.Where(producer => producer.Value is not null).Select(producer => producer.Value!.Value with { Name = producer.Name.Value }).ToList();
        foreach (var consumer in consumers.Where(consumer => consumer.Value is { Value.Committed: false }))
        {
            var reader = consumer.Value!.Value;
            if (writers.Find(writer => writer.TransactionRecords > 0 && Share(writer.Topics, reader.Topics)) is { } writer)
            {
                var at = ((YamlMap)consumer.Value.Node).Entries.First(entry => entry.Key.Value == ConsumerLoadReader.Isolation.Name).Value.At;
                problems.Warning(at, $"{section.KeyOf(Consumers)}.{consumer.Name.Value}.{ConsumerLoadReader.Isolation.Name}", $"{writer.Name} writes transactions; this consumer also reads what was aborted, and records of transactions that are still open");
            }
        }

        return writers.Count == 0
            ? null
            : new Load(writers, [.. consumers.Where(consumer => consumer.Value is not null).Select(consumer => consumer.Value!.Value with { Name = consumer.Name.Value })], probe);
    }

    // No topics stand for all.
    private static bool Share(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.Count == 0 || other.Count == 0 || one.Intersect(other).Any();
}
