using System.Globalization;
using Docker.DotNet.Models;

namespace KafkaChaos.Clusters;

/// <summary>Turns what the engine says while it pulls, many times a second, into a line every few seconds.</summary>
/// <param name="image">Name and tag.</param>
/// <param name="every">The shortest time between two lines.</param>
internal sealed class PullProgress(string image, TimeSpan every)
{
    private readonly Dictionary<string, Layer> _layers = [];
    private TimeSpan _said;

    /// <param name="message">What the engine says.</param>
    /// <param name="at">Time since the pull began.</param>
    /// <returns>What to tell a person; null where it is too early.</returns>
    public string? Hear(JSONMessage message, TimeSpan at)
    {
        // The tag has a message with an id, too: a layer is what begins as one.
        if (message is { ID: { } id, Status: { } status } && (_layers.ContainsKey(id) || status is "Pulling fs layer" or "Already exists"))
        {
            _layers[id] = Next(_layers.GetValueOrDefault(id, new Layer(0, false)), status, message.Progress);
        }

        if (_layers.Count == 0 || at - _said < every)
        {
            return null;
        }

        _said = at;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"image {image}: {_layers.Values.Count(layer => layer.Whole)} of {_layers.Count} layers, {ByteSize.Text(_layers.Values.Sum(layer => layer.Bytes))} after {at.TotalSeconds:0} s");
    }

    private static Layer Next(Layer layer, string status, JSONProgress? progress) => status switch
    {
        "Downloading" => layer with { Bytes = progress?.Current ?? layer.Bytes },
        "Pull complete" or "Already exists" => layer with { Whole = true },
        _ => layer,
    };

    private sealed record Layer(long Bytes, bool Whole);
}
