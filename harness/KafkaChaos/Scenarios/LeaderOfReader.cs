using System.Globalization;
using System.Text.Json.Nodes;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a partition, such as <c>orders/0</c>; it must be one of the topology's.</summary>
internal sealed class LeaderOfReader : Reader<Target.LeaderOf>
{
    /// <summary>What it looks like, before topics are known.</summary>
    internal ScalarReader<Target.LeaderOf> Written { get; } = new(
        "a partition such as orders/0",
        Parse,
        pattern: "^[A-Za-z0-9._-]{1,249}/(0|[1-9][0-9]{0,3})$");

    internal override string Expected => Written.Expected;

    internal override JsonObject Schema(Definitions definitions) => Written.Schema(definitions);

    internal override Placed<Target.LeaderOf>? Read(YamlNode node, string key, Reading reading)
    {
        if (Written.Read(node, key, reading) is not { } read || reading.Topics is not { } topics)
        {
            return null;
        }

        var (topic, partition) = read.Value;
        if (topics.FirstOrDefault(one => one.Name == topic) is not { } layout)
        {
            reading.Problems.Error(node.At, key, "unknown topic", topic, topics.Select(one => one.Name));
            return null;
        }

        if (partition >= layout.Partitions)
        {
            reading.Problems.Error(node.At, key, string.Create(null, $"no such partition; {topic} has partitions 0 to {layout.Partitions - 1}"), node.Said);
            return null;
        }

        return read;
    }

    private static bool Parse(string text, out Target.LeaderOf value, out string refusal)
    {
        (value, refusal) = (new("", 0), "");
        var slash = text.LastIndexOf('/');
        var number = slash < 0 ? "" : text[(slash + 1)..];
        var right = slash > 0
            && (number == "0" || !number.StartsWith('0'))
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var partition);
        value = right ? new(text[..slash], int.Parse(number, CultureInfo.InvariantCulture)) : value;
        return right;
    }
}
