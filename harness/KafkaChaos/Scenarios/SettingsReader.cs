using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KafkaChaos.Scenarios;

/// <summary>Reads lines for a properties file: any name that the harness does not own, any scalar, kept as written.</summary>
/// <param name="file">The file that the lines go to.</param>
/// <param name="owned">From <see cref="OwnedSettings"/>.</param>
/// <param name="counted">Settings that deadlines and bounds are derived from: whole numbers above 0.</param>
/// <param name="flags">Settings that predictions are derived from: true or false.</param>
internal sealed partial class SettingsReader(string file, IReadOnlyDictionary<string, string> owned, IReadOnlyList<string> counted, IReadOnlyList<string> flags)
    : Reader<IReadOnlyDictionary<string, string>>
{
    private static readonly string[] TrueOrFalse = ["true", "false"];

    internal override string Expected => $"a map of settings for {file}";

    internal override JsonObject Schema(Definitions definitions)
    {
        var names = owned.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (Name: one.Key, Refusal: Shape.Refused($"The harness sets this itself: {one.Value}."))).ToList();
        var shape = Shape.Map(SettingName().ToString(), Shape.AnyLine());
        shape.Insert(1, "properties", new JsonObject(
        [
            .. counted.Select(name => KeyValuePair.Create(name, (JsonNode?)Shape.WholeInQuotesOrNot())),
            .. flags.Select(name => KeyValuePair.Create(name, (JsonNode?)Shape.Choice(TrueOrFalse, plain: false))),
            .. names.Where(one => !IsPrefix(one.Name)).Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Refusal)),
        ]));

        // In front: some validators look at the first pattern that a name matches, and at no other.
        foreach (var (prefix, refusal) in names.Where(one => IsPrefix(one.Name)))
        {
            ((JsonObject)shape["patternProperties"]!).Insert(0, $"^{Regex.Escape(prefix)}", refusal);
        }

        return shape;
    }

    internal override Placed<IReadOnlyDictionary<string, string>>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlMap map)
        {
            return Refuse(node, key, reading);
        }

        var settings = new Dictionary<string, string>();
        foreach (var (name, value) in map.Entries)
        {
            var path = $"{key}.{name.Value}";
            if (OwnedSettings.Reason(owned, name.Value) is { } reason)
            {
                reading.Problems.Error(name.At, path, $"the harness sets this itself: {reason}; leave it out", (value as YamlScalar)?.Value);
            }
            else if (!SettingName().IsMatch(name.Value))
            {
                reading.Problems.Error(name.At, path, "a setting's name has letters, digits, ., _ and - only", name.Value);
            }
            else if (value is not YamlScalar scalar)
            {
                reading.Problems.Error(value.At, path, "a setting is one value; write lists as the software reads them, such as a,b", value.Said);
            }
            else if (scalar.Value.Any(letter => letter is < ' ' or > '~'))
            {
                reading.Problems.Error(value.At, path, "a setting is one line of printable ASCII", scalar.Value);
            }
            else if (counted.Contains(name.Value) && !IsCount(scalar.Value))
            {
                reading.Problems.Error(value.At, path, "the harness derives its bounds from this: give a whole number above 0", scalar.Value);
            }
            else if (flags.Contains(name.Value) && !TrueOrFalse.Contains(scalar.Value))
            {
                reading.Problems.Error(value.At, path, "the harness derives its predictions from this: give one word", scalar.Value, TrueOrFalse);
            }
            else
            {
                settings[name.Value] = scalar.Value;
            }
        }

        return new Placed<IReadOnlyDictionary<string, string>>(settings, node);
    }

    private static bool IsPrefix(string name) => name.EndsWith('.');

    private static bool IsCount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SettingName();
}
