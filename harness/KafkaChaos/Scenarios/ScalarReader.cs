namespace KafkaChaos.Scenarios;

/// <summary>Turns the text of a scalar into a value, or says in <paramref name="refusal"/> why it is none.</summary>
internal delegate bool Parse<T>(string text, out T value, out string refusal);

/// <summary>Reads a single word, number or sentence.</summary>
/// <param name="expected">Completes "expected ...".</param>
/// <param name="parse">From text to value.</param>
/// <param name="allowed">Every allowed text, where they can be listed.</param>
/// <param name="pattern">What the text looks like, for the schema.</param>
/// <param name="plain">Whether quotes are refused, as for numbers.</param>
internal sealed class ScalarReader<T>(string expected, Parse<T> parse, IReadOnlyList<string>? allowed = null, string? pattern = null, bool plain = false)
    : Reader<T>
{
    internal override string Expected => expected;

    internal IReadOnlyList<string> Allowed => allowed ?? [];

    internal string? Pattern => pattern;

    internal bool Plain => plain;

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
