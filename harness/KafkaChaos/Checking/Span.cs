namespace KafkaChaos.Checking;

/// <summary>A stretch of time.</summary>
internal readonly record struct Span(TimeSpan From, TimeSpan To);
