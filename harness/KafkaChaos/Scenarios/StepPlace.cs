namespace KafkaChaos.Scenarios;

/// <summary>Where the fault of a step is written.</summary>
/// <param name="File">As given to the reader.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Key">The path of keys, such as <c>steps[1].power-off</c>; the steps of a repetition share theirs.</param>
public sealed record StepPlace(string File, int Line, int Column, string Key);
