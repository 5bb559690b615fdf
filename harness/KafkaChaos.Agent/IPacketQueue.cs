namespace KafkaChaos.Agents;

/// <summary>Packets that wait, in one network namespace. Its end lets everything go on at once.</summary>
internal interface IPacketQueue : IDisposable
{
    /// <summary>Why it delays nothing any more; null while it does.</summary>
    string? Failure { get; }

    /// <summary>How many packets of the queue it was not told of: they went on at once.</summary>
    long Missed { get; }
}
