namespace KafkaChaos.Workloads;

/// <summary>Writes metadata at a fixed rate all the time: where a write succeeds, there is a quorum.</summary>
public interface IQuorumProbe : IAsyncDisposable
{
    /// <summary>Makes what is written; to be called while the quorum is whole.</summary>
    Task PrepareAsync(CancellationToken token);

    /// <summary>Writes, and where it has sessions reads, until <paramref name="stop"/>.</summary>
    Task RunAsync(CancellationToken stop);

    /// <summary>Reads what is left of it, after the recovery.</summary>
    Task ReadAsync(CancellationToken token);
}
