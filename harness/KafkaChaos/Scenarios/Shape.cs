using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KafkaChaos.Scenarios;

/// <summary>
/// The few JSON schemas that readers are made of. An editor sees plain text as YAML types it: 6 is an integer and true a truth
/// value, where readers see text; so a shape allows every type that right text can have.
/// </summary>
internal static class Shape
{
    // Plain texts of each kind that YAML does not take for a string.
    private static readonly (string Type, string Text)[] Typed =
    [
        ("boolean", "true"), ("boolean", "false"), ("number", "0"), ("number", "7"), ("number", "1.5"), ("number", "-1"), ("number", "1e9"), ("number", "0x1F"),
    ];

    /// <summary>Any text that is not blank.</summary>
    internal static JsonObject AnyText() => new() { ["type"] = new JsonArray("string", "boolean", "number"), ["pattern"] = @"\S" };

    /// <summary>Any one line of printable ASCII, or nothing.</summary>
    internal static JsonObject AnyLine() => new() { ["type"] = new JsonArray("string", "boolean", "number", "null"), ["pattern"] = "^[ -~]*$" };

    /// <summary>Text of a pattern.</summary>
    internal static JsonObject Text(string pattern, string expected)
    {
        var types = Typed.Where(typed => Regex.IsMatch(typed.Text, pattern)).Select(typed => typed.Type).Distinct().Prepend("string").ToList();
        return new()
        {
            ["type"] = types.Count == 1 ? types[0] : new JsonArray([.. types.Select(type => JsonValue.Create(type))]),
            ["pattern"] = Portable(pattern),
            ["patternErrorMessage"] = $"expected {expected}",
        };
    }

    /// <summary>One of several words.</summary>
    /// <param name="words">As written without quotes.</param>
    /// <param name="plain">Whether quotes are refused.</param>
    internal static JsonObject Choice(IEnumerable<string> words, bool plain) =>
        new() { ["enum"] = new JsonArray([.. words.SelectMany(word => Values(word, plain))]) };

    internal static JsonObject Whole(long least, long most) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    /// <summary>A whole number above 0, with quotes or without.</summary>
    internal static JsonObject WholeInQuotesOrNot() => new()
    {
        ["type"] = new JsonArray("integer", "string"),
        ["minimum"] = 1,
        ["maximum"] = int.MaxValue,
        ["pattern"] = "^0*[1-9][0-9]*$",
        ["patternErrorMessage"] = "expected a whole number above 0",
    };

    /// <summary>What must not be given; editors do not offer it, and say why.</summary>
    internal static JsonObject Refused(string reason) => new() { ["description"] = reason, ["not"] = new JsonObject(), ["doNotSuggest"] = true };

    internal static JsonObject AnyOf(params IEnumerable<JsonObject> choices) => new() { ["anyOf"] = new JsonArray([.. choices]) };

    internal static JsonObject List(JsonObject item, bool unique = false)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item, ["minItems"] = 1 };
        if (unique)
        {
            list["uniqueItems"] = true;
        }

        return list;
    }

    /// <summary>A map whose keys are names of a pattern.</summary>
    internal static JsonObject Map(string namePattern, JsonObject value) => new()
    {
        ["type"] = "object",
        ["patternProperties"] = new JsonObject { [Portable(namePattern)] = value },
        ["additionalProperties"] = false,
    };

    /// <summary>The same shape with a sentence about it in front.</summary>
    internal static JsonObject Described(string meaning, JsonObject shape)
    {
        shape.Insert(0, "description", meaning);
        return shape;
    }

    // .NET's end of text has another sign in the regular expressions of JSON schemas, where $ is never before a line feed.
    internal static string Portable(string pattern) => pattern.Replace(@"\z", "$", StringComparison.Ordinal);

    private static IEnumerable<JsonNode> Values(string word, bool plain)
    {
        JsonNode? typed = bool.TryParse(word, out var truth) ? JsonValue.Create(truth)
            : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : null;
        if (typed is not null)
        {
            yield return typed;
        }

        if (typed is null || !plain)
        {
            yield return JsonValue.Create(word);
        }
    }
}
