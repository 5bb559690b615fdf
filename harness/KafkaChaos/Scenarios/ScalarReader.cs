using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>Turns the text of a scalar into a value, or says in <paramref name="refusal"/> why it is none.</summary>
internal delegate bool Parse<T>(string text, out T value, out string refusal);

/// <summary>Reads a single word, number or sentence.</summary>
/// <param name="expected">Completes "expected ...".</param>
/// <param name="parse">From text to value.</param>
/// <param name="allowed">Every allowed text, where they can be listed.</param>
/// <param name="pattern">What the text looks like, for the schema.</param>
/// <param name="plain">Whether quotes are refused, as for numbers.</param>
/// <param name="whole">The bounds of a whole number, for the schema; null for all else.</param>
internal sealed class ScalarReader<T>(
    string expected, Parse<T> parse, IReadOnlyList<string>? allowed = null, string? pattern = null, bool plain = false, (long Least, long Most)? whole = null)
    : Reader<T>
{
    internal override string Expected => expected;

    internal string? Pattern => pattern;

    private IReadOnlyList<string> Allowed => allowed ?? [];

    internal override JsonObject Schema(Definitions definitions) => whole is { } bounds ? Shape.Whole(bounds.Least, bounds.Most)
        : Allowed.Count > 0 ? Shape.Choice(Allowed, plain)
        : pattern is not null ? Shape.Text(pattern, expected)
        : Shape.AnyText();

    internal override Placed<T>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlScalar { IsNothing: false } scalar)
        {
            return Refuse(node, key, reading);
        }

        if (plain && !scalar.Plain)
        {
            reading.Problems.Error(node.At, key, $"expected {expected}, without quotes", $"\"{scalar.Value}\"", Allowed);
            return null;
        }

        if (parse(scalar.Value, out var value, out var refusal))
        {
            return new Placed<T>(value, node);
        }

        reading.Problems.Error(node.At, key, refusal.Length > 0 ? refusal : $"expected {expected}", scalar.Value, Allowed);
        return null;
    }
}
