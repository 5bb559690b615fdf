namespace KafkaChaos.Agents;

/// <summary>A file that the kernel treats as a disk, for as long as this is open or the disk is mounted: nothing of it can be left over.</summary>
internal interface ILoopDevice : IDisposable
{
    int Number { get; }

    /// <summary>As the machine names it.</summary>
    string Path { get; }
}
