namespace KafkaChaos.Nemeses;

/// <summary>Whose packets an isolation of one node drops, by address.</summary>
/// <param name="Incoming">Of what the node receives.</param>
/// <param name="Outgoing">Of what it sends.</param>
internal sealed record CutOff(IReadOnlySet<string> Incoming, IReadOnlySet<string> Outgoing)
{
    /// <summary>In place of an address: all that are neither node nor client of the run.</summary>
    public const string Anybody = "anybody";

    /// <summary>Why this would change nothing where others hold; null where it would.</summary>
    public string? Objection(IReadOnlyCollection<CutOff> others) =>
        Incoming.Count + Outgoing.Count == 0 ? "there is nobody that it could be cut from"
        : Incoming.All(address => others.Any(other => other.Incoming.Contains(address))) && Outgoing.All(address => others.Any(other => other.Outgoing.Contains(address))) ? "it is isolated at least so already"
        : null;
}
