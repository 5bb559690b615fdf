using System.Text.Json.Nodes;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads one producer; its name is the key above.</summary>
internal sealed class ProducerLoadReader : SectionReader<ProducerLoad>
{
    private static readonly Field<IReadOnlyList<string>> Topic = new("topic", new TopicNamesReader(), "The topics that it writes to; all where left out.");

    internal override IReadOnlyList<Field> Fields { get; } = [Topic, .. ProducerFields.Fields];

    protected override ProducerLoad? Build(Section section)
    {
        var topics = section.Get(Topic)?.Value ?? [];
        return ProducerFields.Read(section) is { } producer ? producer with { Topics = topics } : null;
    }
}

/// <summary>Reads one kind of consumer; its name is the key above, and stays empty here.</summary>
internal sealed class ConsumerLoadReader : SectionReader<ConsumerLoad>
{
    /// <summary>True for committed records only.</summary>
    internal static readonly Field<bool> Isolation = new(
        "isolation", Words.Choice(("read-committed", true), ("read-uncommitted", false)), "Whether it reads only what was committed; read-committed where left out.");

    private const int MostMembers = 100;

    private static readonly Field<IReadOnlyList<string>> Topic = new("topic", new TopicNamesReader(), "The topics that it reads; all where left out.");
    private static readonly Field<string> Group = new("group", Words.Name, "The consumer group; partitions are assigned where left out.");
    private static readonly Field<int> Members = new("members", Units.Count(1, MostMembers), "How many consumers; 1 where left out.");

    private static readonly Field<IReadOnlyDictionary<string, string>> Settings = new(
        "settings",
        new SettingsReader("a consumer", OwnedClientSettings.Consumer, ["heartbeat.interval.ms", "max.poll.interval.ms", "session.timeout.ms", "socket.timeout.ms"], []),
        "Settings of the client over the harness's own, by librdkafka's names.");

    internal override IReadOnlyList<Field> Fields { get; } = [Topic, Group, Members, Isolation, Settings];

    protected override ConsumerLoad Build(Section section)
    {
        var topics = section.Get(Topic)?.Value ?? [];
        var group = section.Get(Group)?.Value;
        var members = section.Get(Members)?.Value ?? 1;
        var committed = section.Get(Isolation)?.Value ?? true;
        var consumer = new ConsumerLoad("", topics, group, members, committed);
        return section.Get(Settings) is { } settings ? consumer with { Settings = settings.Value } : consumer;
    }
}

/// <summary>Reads names of topics that the topology has.</summary>
internal sealed class TopicNamesReader : Reader<IReadOnlyList<string>>
{
    /// <summary>What they look like, before topics are known.</summary>
    internal NamesReader Written { get; } = new("a topic or a list of topics");

    internal override string Expected => Written.Expected;

    internal override JsonObject Schema(Definitions definitions) => Written.Schema(definitions);

    internal override Placed<IReadOnlyList<string>>? Read(YamlNode node, string key, Reading reading)
    {
        if (Written.Read(node, key, reading) is not { } names)
        {
            return null;
        }

        foreach (var name in names.Value.Where(name => reading.Topics is { } topics && topics.All(topic => topic.Name != name.Value)))
        {
            reading.Problems.Error(name.At, key, "unknown topic", name.Value, reading.Topics!.Select(topic => topic.Name));
        }

        return new Placed<IReadOnlyList<string>>([.. names.Value.Select(name => name.Value)], node);
    }
}
