namespace KafkaChaos.Clusters;

/// <summary>The engine tells that a node's process started or ended.</summary>
/// <param name="At">By the engine's clock.</param>
/// <param name="Detail">Of an end, its exit code.</param>
public sealed record ProcessEvent(string Node, bool Running, DateTimeOffset At, string Detail);
