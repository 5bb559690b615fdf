namespace KafkaChaos.Scenarios;

/// <summary>A place in a file; line and column from 1, both 0 for the file as a whole.</summary>
internal readonly record struct Position(string File, int Line, int Column)
{
    internal static Position Whole(string file) => new(file, 0, 0);
}

/// <summary>A part of a YAML document with its place. Scalars stay text: nothing is guessed to be a number or a date.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Weight">How many parts it holds, itself and every repetition by an alias counted.</param>
internal abstract record YamlNode(Position At, int Weight)
{
    /// <summary>What a reader of a message calls it.</summary>
    internal abstract string Said { get; }
}

/// <param name="At">Where it begins.</param>
/// <param name="Value">The text without its quotes.</param>
/// <param name="Plain">Whether it is written without quotes.</param>
internal sealed record YamlScalar(Position At, string Value, bool Plain) : YamlNode(At, 1)
{
    internal bool IsNothing => Plain && Value is "" or "~" or "null" or "Null" or "NULL";

    internal override string Said => IsNothing ? "nothing" : Value;
}

internal sealed record YamlList(Position At, int Weight, IReadOnlyList<YamlNode> Items) : YamlNode(At, Weight)
{
    internal override string Said => "a list";
}

/// <summary>Keys in the order of the file, each once, merges done.</summary>
internal sealed record YamlMap(Position At, int Weight, IReadOnlyList<YamlEntry> Entries) : YamlNode(At, Weight)
{
    internal override string Said => "a map";
}

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
