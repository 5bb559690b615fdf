namespace KafkaChaos.Scenarios;

/// <summary>The entries of one YAML map while it is read: refuses repeated keys and does merges (<c>&lt;&lt;</c>).</summary>
internal sealed class YamlEntries(Problems problems)
{
    private const string MergeKey = "<<";

    private readonly Dictionary<string, YamlEntry> own = [];
    private readonly List<YamlEntry> inOrder = [];
    private YamlEntry? merge;

    internal void Add(YamlNode key, YamlNode value)
    {
        if (key is not YamlScalar name)
        {
            problems.Error(key.At, "", "a key is a single word", key.Said);
        }
        else if (name is { Value: MergeKey, Plain: true })
        {
            if (merge is not null)
            {
                problems.Error(name.At, MergeKey, "given twice; merge several with <<: [*a, *b]");
            }

            merge = new YamlEntry(name, value);
        }
        else if (own.TryGetValue(name.Value, out var first))
        {
            problems.Error(name.At, name.Value, $"given twice; first in line {first.Key.At.Line}, column {first.Key.At.Column}");
        }
        else
        {
            inOrder.Add(own[name.Value] = new YamlEntry(name, value));
        }
    }

    /// <summary>Own keys first; a merged key stands behind them and never replaces one.</summary>
    internal IReadOnlyList<YamlEntry> Merged()
    {
        foreach (var source in Sources())
        {
            foreach (var entry in source.Entries)
            {
                if (own.TryAdd(entry.Key.Value, entry))
                {
                    inOrder.Add(entry);
                }
            }
        }

        return inOrder;
    }

    private IEnumerable<YamlMap> Sources()
    {
        if (merge is null)
        {
            yield break;
        }

        foreach (var source in merge.Value is YamlList several ? several.Items : [merge.Value])
        {
            if (source is YamlMap map)
            {
                yield return map;
            }
            else
            {
                problems.Error(source.At, MergeKey, "merges a map, or a list of maps, by alias", source.Said);
            }
        }
    }
}
