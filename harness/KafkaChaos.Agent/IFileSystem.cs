namespace KafkaChaos.Agents;

/// <summary>A mounted file system, reached through the root of a process that sees it.</summary>
internal interface IFileSystem : IDisposable
{
    /// <summary>From now on nothing is written to it, the journal included: what was not on the disk is lost.</summary>
    /// <exception cref="InvalidOperationException">The kernel refused it.</exception>
    void ShutDown();

    /// <summary>Makes a file in its root that takes all the room there is.</summary>
    /// <returns>How many bytes were taken; less than a block is left then.</returns>
    long Fill(string file);

    /// <summary>Removes a file from its root; nothing where there is none.</summary>
    void Remove(string file);

    /// <summary>Has the disk take a file of its root, and that it is there or gone: a loss of power then changes neither.</summary>
    /// <exception cref="InvalidOperationException">The kernel refused it.</exception>
    void Flush(string file);

    /// <summary>Free bytes.</summary>
    long Room { get; }
}
