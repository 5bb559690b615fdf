namespace KafkaChaos.Model;

/// <summary>One version of one software.</summary>
/// <param name="Kind">Which software.</param>
/// <param name="Version">Such as <c>3.9.2</c>.</param>
public sealed record Release(NodeKind Kind, string Version)
{
    /// <summary>As histories and verdicts name it, such as <c>Kafka 3.9.2</c>.</summary>
    public override string ToString() => $"{Kind} {Version}";
}
