namespace KafkaChaos.Scenarios;

/// <summary>Reads a map with known keys.</summary>
internal abstract class SectionReader<T> : Reader<T>
    where T : class
{
    internal abstract IReadOnlyList<Field> Fields { get; }

    /// <summary>Fields of which one, and no second, must be given; empty where there is no such choice.</summary>
    internal virtual IReadOnlyList<Field> ExactlyOneOf => [];

    /// <summary>Every such choice, where there is more than one.</summary>
    internal virtual IReadOnlyList<IReadOnlyList<Field>> Choices => ExactlyOneOf.Count == 0 ? [] : [ExactlyOneOf];

    internal override string Expected => $"a map of {string.Join(", ", Fields.Select(known => known.Name))}";

    internal override Placed<T>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlMap map)
        {
            return Refuse(node, key, reading);
        }

        var section = new Section(map, key, reading);
        section.CheckKeys(Fields, Choices);
        return Build(section) is { } value ? new Placed<T>(value, node) : null;
    }

    /// <summary>
    /// Gets every field, so that the problems of all are found, and then makes the value; null where one that it needs is wrong.
    /// </summary>
    protected abstract T? Build(Section section);
}
