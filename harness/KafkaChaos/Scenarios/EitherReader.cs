using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a value that may be written in several ways; its shape tells which.</summary>
/// <param name="choices">Each way that there is; no two accept the same value.</param>
internal abstract class EitherReader<T>(params Reader[] choices) : Reader<T>
{
    internal override string Expected => string.Join(", or ", choices.Select(choice => choice.Expected));

    internal override JsonObject Schema(Definitions definitions) => Shape.AnyOf(choices.Select(choice => choice.Schema(definitions)));
}
