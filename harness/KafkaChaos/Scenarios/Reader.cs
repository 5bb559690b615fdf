using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>A value, and the part of the file that it was read from.</summary>
internal sealed record Placed<T>(T Value, YamlNode Node)
{
    internal Position At => Node.At;
}

/// <summary>Reads one kind of value, and says what it accepts; the only definition of the language.</summary>
internal abstract class Reader
{
    /// <summary>Completes "expected ...".</summary>
    internal abstract string Expected { get; }

    /// <summary>What it accepts, for editors: at least all that it reads without a problem.</summary>
    /// <param name="definitions">Gets the parts that the schema refers to.</param>
    internal abstract JsonObject Schema(Definitions definitions);
}

internal abstract class Reader<T> : Reader
{
    /// <summary>The value, or null; then at least one problem says why.</summary>
    /// <param name="node">What is written.</param>
    /// <param name="key">The path of keys that leads to it, for messages.</param>
    /// <param name="reading">What is known so far, and where problems go.</param>
    internal abstract Placed<T>? Read(YamlNode node, string key, Reading reading);

    /// <summary>Reports that another kind of value stands here.</summary>
    protected Placed<T>? Refuse(YamlNode node, string key, Reading reading)
    {
        var absent = node is YamlScalar { IsNothing: true };
        reading.Problems.Error(node.At, key, absent ? $"has no value; expected {Expected}" : $"expected {Expected}", absent ? null : node.Said);
        return null;
    }
}
