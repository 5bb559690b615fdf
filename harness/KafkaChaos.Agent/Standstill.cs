namespace KafkaChaos.Agents;

/// <summary>How long it took until nothing ran, on the kernel's monotonic clock, in nanoseconds.</summary>
/// <param name="Asked">Before the first group was asked to stop.</param>
/// <param name="Reached">When every process was seen to have stopped running.</param>
internal readonly record struct Standstill(long Asked, long Reached);
