namespace KafkaChaos.Model;

/// <summary>What a step may wait for.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Every in-sync set is full.</summary>
    public sealed record FullInSync : Condition;

    /// <summary>Every voter of the quorum leads or follows.</summary>
    public sealed record QuorumWhole : Condition;

    /// <summary>Every node serves.</summary>
    public sealed record EveryNodeServes : Condition;

    /// <summary>So many records were acknowledged since the load began.</summary>
    public sealed record Acknowledged(long Records) : Condition;
}

/// <summary>A condition, and how long it may take.</summary>
public sealed record Await(Condition Condition, TimeSpan Within);

/// <summary>One fault at one time.</summary>
/// <param name="Name">For <see cref="Target.SameAs"/> of later steps; null where none refers to it.</param>
/// <param name="After">Counted from the completion of the step before, or from the start of the load; zero where the step waits for a condition.</param>
/// <param name="Fault">What is done.</param>
/// <param name="Target">Where.</param>
public sealed record Step(string? Name, TimeSpan After, Fault Fault, Target Target)
{
    /// <summary>What it waits for in place of a time; null where it waits for <see cref="After"/>.</summary>
    public Await? When { get; init; }

    /// <summary>Null for faults that have none.</summary>
    public FaultOptions? Options { get; init; }

    /// <summary>Most that may lie between the first and the last process to stop; null for no limit.</summary>
    public TimeSpan? SkewBudget { get; init; }
}
