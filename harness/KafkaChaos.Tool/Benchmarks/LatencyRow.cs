using KafkaChaos.Model;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>What is timed together.</summary>
/// <param name="Means">Of a slowness: what it is made of, for each is done by other means; else null.</param>
internal sealed record LatencyRow(Fault Fault, string? Means = null)
{
    public static LatencyRow Of(Fault fault, FaultOptions? options) => new(fault, options is FaultOptions.Slowness slow ? slow.Loss is not null ? "loss" : slow.BytesPerSecond is not null ? "rate" : "delay" : null);

    public override string ToString() => Means is null ? $"{Fault}" : $"{Fault}, {Means}";
}
