namespace KafkaChaos.Scenarios;

/// <summary>One map of the file, seen through the fields that it may have.</summary>
internal sealed class Section(YamlMap map, string key, Reading reading)
{
    private readonly Dictionary<string, YamlEntry> entries = map.Entries.ToDictionary(entry => entry.Key.Value);

    internal Reading Reading => reading;

    /// <summary>The path of keys to the section.</summary>
    internal string Key => key;

    internal bool Has(Field field) => entries.ContainsKey(field.Name);

    /// <summary>The field's value; null where it is absent, or wrong and reported.</summary>
    internal Placed<T>? Get<T>(Field<T> field) =>
        entries.TryGetValue(field.Name, out var entry) ? field.Reader.Read(entry.Value, KeyOf(field.Name), reading) : null;

    /// <summary>Where a field's key stands; the field must be there.</summary>
    internal StepPlace PlaceOf(Field field)
    {
        var at = entries[field.Name].Key.At;
        return new StepPlace(at.File, at.Line, at.Column, KeyOf(field));
    }

    /// <summary>The path of keys to a field.</summary>
    internal string KeyOf(Field field) => KeyOf(field.Name);

    /// <summary>Reports a problem with a field, at its value or, where it is absent, at the section.</summary>
    internal void Error(Field field, string message, IEnumerable<string>? allowed = null)
    {
        var value = entries.GetValueOrDefault(field.Name)?.Value;
        reading.Problems.Error(value?.At ?? map.At, KeyOf(field), message, value is YamlScalar scalar ? scalar.Value : null, allowed);
    }

    /// <summary>Reports a problem with the section as a whole.</summary>
    internal void Error(string message) => reading.Problems.Error(map.At, key, message);

    /// <summary>Warns of a field's value.</summary>
    internal void Warn(Field field, string message) => reading.Problems.Warning(entries[field.Name].Value.At, KeyOf(field), message);

    /// <summary>Refuses keys that are no fields, and asks for those that are missing.</summary>
    internal void CheckKeys(IReadOnlyList<Field> fields, IReadOnlyList<IReadOnlyList<Field>> choices)
    {
        var known = fields.Select(field => field.Name).ToList();
        var foreign = map.Entries.Select(entry => entry.Key).Where(name => !known.Contains(name.Value)).ToList();
        foreach (var name in foreign)
        {
            reading.Problems.Error(name.At, KeyOf(name.Value), "unknown key", name.Value, known);
        }

        foreach (var field in fields.Where(field => field.Required && !Has(field)))
        {
            Error(field, $"missing; expected {field.Value.Expected}");
        }

        foreach (var choice in choices)
        {
            CheckChoice([.. choice.Select(field => field.Name)], foreign.Count > 0);
        }
    }

    // What is missing beside an unknown key is taken for that key, mistyped.
    private void CheckChoice(List<string> choice, bool mistyped)
    {
        var chosen = map.Entries.Select(entry => entry.Key).Where(name => choice.Contains(name.Value)).ToList();
        if (chosen.Count > 1)
        {
            reading.Problems.Error(chosen[1].At, KeyOf(chosen[1].Value), $"only one of {string.Join(", ", choice)} may stand here, and {chosen[0].Value} does");
        }
        else if (chosen.Count == 0 && !mistyped)
        {
            reading.Problems.Error(map.At, key, $"exactly one of {string.Join(", ", choice)} must stand here");
        }
    }

    private string KeyOf(string name) => key.Length == 0 ? name : $"{key}.{name}";
}
