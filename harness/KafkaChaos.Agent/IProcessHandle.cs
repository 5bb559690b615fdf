namespace KafkaChaos.Agents;

/// <summary>One process, held so that its number cannot come to mean another one.</summary>
internal interface IProcessHandle : IDisposable
{
    int Process { get; }

    /// <summary>Does nothing where it is dead already.</summary>
    void SendKill();
}
