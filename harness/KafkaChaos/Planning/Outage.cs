namespace KafkaChaos.Planning;

/// <summary>Nodes that are down at the same time, from one kill on.</summary>
/// <param name="Nodes">All that are down once the kill took effect, those of earlier kills included.</param>
/// <param name="Began">When the kill was requested, on any one clock.</param>
/// <param name="Lasts">Until their undo begins.</param>
public sealed record Outage(IReadOnlyCollection<string> Nodes, TimeSpan Began, TimeSpan Lasts);
