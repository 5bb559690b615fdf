namespace KafkaChaos.Agents;

/// <summary>The end of one process.</summary>
/// <param name="Group">The group that it was in.</param>
/// <param name="Process">Its number in the machine's own namespace.</param>
/// <param name="At">When the kernel said that it was dead.</param>
public sealed record ProcessDeath(string Group, int Process, long At);

/// <summary>What rules took.</summary>
/// <param name="Dropped">Packets dropped.</param>
/// <param name="Delayed">Packets held in a packet queue.</param>
/// <param name="Undelayed">Packets for the queue that it had no room for, or nobody to hold: they went on at once.</param>
public sealed record PacketsMet(long Dropped, long Delayed, long Undelayed);

/// <summary>A line on the agent's standard output. Times are the kernel's monotonic clock, in nanoseconds.</summary>
/// <param name="Id">Of the request; 0 for the one line with which the agent says that it listens.</param>
/// <param name="Error">Why it was not done; null where it was.</param>
/// <param name="Began">When it was begun: of what freezes, right before the first group was asked to stop.</param>
/// <param name="Done">When it was done: of what freezes or thaws, when every process was seen to have stopped running, or to run again.</param>
/// <param name="Commands">What it did to the kernel's files and processes, in order, for the history.</param>
public sealed record AgentAnswer(long Id, string? Error, long Began, long Done, IReadOnlyList<string> Commands)
{
    /// <summary>Of <see cref="AgentRequest.Kill"/> and <see cref="AgentRequest.PowerOff"/>: every process.</summary>
    public IReadOnlyList<ProcessDeath> Deaths { get; init; } = [];

    /// <summary>Of <see cref="AgentRequest.PowerOff"/>: when no packet left or entered any of the nodes any more.</summary>
    public long? Silenced { get; init; }

    /// <summary>Of <see cref="AgentRequest.PowerOff"/>: by disk, when it was shut.</summary>
    public IReadOnlyDictionary<string, long> Shut { get; init; } = new Dictionary<string, long>();

    /// <summary>Of <see cref="AgentRequest.MakeDisks"/>: by disk, its device.</summary>
    public IReadOnlyDictionary<string, string> Devices { get; init; } = new Dictionary<string, string>();

    /// <summary>Of <see cref="AgentRequest.CountPackets"/>: by sandbox, what its rules took.</summary>
    public IReadOnlyDictionary<string, PacketsMet> Met { get; init; } = new Dictionary<string, PacketsMet>();

    /// <summary>Of <see cref="AgentRequest.CountLimited"/>: by sandbox, how many packets its limit let out.</summary>
    public IReadOnlyDictionary<string, long> Limited { get; init; } = new Dictionary<string, long>();

    /// <summary>Of <see cref="AgentRequest.PowerOff"/>, when it was silent, and of <see cref="AgentRequest.CountSent"/>: by sandbox, what its interface had sent; none where it has no interface.</summary>
    public IReadOnlyDictionary<string, FramesSent> Sent { get; init; } = new Dictionary<string, FramesSent>();

    /// <summary>Of <see cref="AgentRequest.FindRemains"/>: by sandbox, what stands of faults of its network, in the words of the program or file that says so.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Remains { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Of <see cref="AgentRequest.FillDisk"/>: how many bytes it took; what is left is less than a block.</summary>
    public long Filled { get; init; }

    /// <summary>Of <see cref="AgentRequest.FillDisk"/> and <see cref="AgentRequest.EmptyDisk"/>: free bytes before.</summary>
    public long? RoomBefore { get; init; }

    /// <summary>Of the same: free bytes after.</summary>
    public long? RoomAfter { get; init; }

    /// <summary>Of <see cref="AgentRequest.WipeDisk"/>: the UUID of the file system that was there.</summary>
    public string? FileSystemBefore { get; init; }

    /// <summary>Of the same: the UUID of the one that is there.</summary>
    public string? FileSystemAfter { get; init; }
}
