namespace KafkaChaos.Agents;

/// <summary>The end of one process.</summary>
/// <param name="Group">The group that it was in.</param>
/// <param name="Process">Its number in the machine's own namespace.</param>
/// <param name="At">When the kernel said that it was dead.</param>
public sealed record ProcessDeath(string Group, int Process, long At);

/// <summary>A line on the agent's standard output. Times are the kernel's monotonic clock, in nanoseconds.</summary>
/// <param name="Id">Of the request; 0 for the one line with which the agent says that it listens.</param>
/// <param name="Error">Why it was not done; null where it was.</param>
/// <param name="Began">Before the first group was asked.</param>
/// <param name="Done">When every process was seen to have stopped running, or to run again.</param>
/// <param name="Deaths">Of <see cref="AgentAct.Kill"/>: every process.</param>
/// <param name="Commands">What it did to the kernel's files and processes, in order, for the history.</param>
public sealed record AgentAnswer(long Id, string? Error, long Began, long Done, IReadOnlyList<ProcessDeath> Deaths, IReadOnlyList<string> Commands);
