namespace KafkaChaos.Planning;

/// <summary>Nodes that are down at the same time, from one fault on.</summary>
/// <param name="Nodes">All that are down once it took effect, those of earlier faults included.</param>
/// <param name="Began">When the fault was requested, on any one clock.</param>
/// <param name="Lasts">Until their undo begins.</param>
public sealed record Outage(IReadOnlyCollection<string> Nodes, TimeSpan Began, TimeSpan Lasts)
{
    /// <summary>Whether peers are told nothing and only their time-outs notice, as with a pause or a loss of power.</summary>
    public bool Silent { get; init; }

    /// <summary>Whether brokers are besides cut off from those who write, and stay leaders all the same.</summary>
    public bool Muted { get; init; }
}
