using System.Text.RegularExpressions;

namespace KafkaChaos.Scenarios;

/// <summary>Readers of words: names, versions, choices, sentences.</summary>
internal static partial class Words
{
    /// <summary>A zone, domain or step: short enough that a node named for it is a host name.</summary>
    internal static Reader<string> Name { get; } = Matching("a name of lower-case letters, digits and -, beginning with a letter, at most 20 characters", NamePattern());

    /// <summary>A node: a host name, and never the name of another node's sandbox.</summary>
    internal static Reader<string> NodeName { get; } = Matching("a node name of lower-case letters, digits and -, beginning with a letter, at most 40 characters, not ending in - or -sandbox", NodePattern());

    internal static Reader<string> TopicName { get; } = Matching("a topic name of at most 249 letters, digits, ., _ and -, not beginning with __", TopicPattern());

    internal static Reader<string> Version { get; } = Matching("a version such as 3.9.2", VersionPattern());

    internal static Reader<bool> YesNo { get; } = Choice(true, ("true", true), ("false", false));

    internal static Reader<string> Text(string expected) => new ScalarReader<string>(
        expected,
        (string text, out string value, out string refusal) =>
        {
            (value, refusal) = (text.Trim(), "");
            return value.Length > 0;
        });

    internal static Reader<T> Choice<T>(params (string Word, T Meaning)[] choices) => Choice(false, choices);

    private static ScalarReader<T> Choice<T>(bool plain, params (string Word, T Meaning)[] choices)
    {
        var words = choices.Select(choice => choice.Word).ToList();
        return new ScalarReader<T>(
            $"one of {string.Join(", ", words)}",
            (string text, out T value, out string refusal) =>
            {
                var found = words.IndexOf(text);
                (value, refusal) = (found < 0 ? default! : choices[found].Meaning, "unknown value");
                return found >= 0;
            },
            words,
            plain: plain);
    }

    private static ScalarReader<string> Matching(string expected, Regex pattern) => new(
        expected,
        (string text, out string value, out string refusal) =>
        {
            (value, refusal) = (text, "");
            return pattern.IsMatch(text);
        },
        pattern: pattern.ToString());

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,19}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^(?!.*-sandbox\z)[a-z]([a-z0-9-]{0,38}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NodePattern();

    [GeneratedRegex(@"^(?!\.{1,2}\z)(?!__)[A-Za-z0-9._-]{1,249}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TopicPattern();

    [GeneratedRegex(@"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();
}
