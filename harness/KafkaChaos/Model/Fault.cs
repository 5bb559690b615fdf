namespace KafkaChaos.Model;

/// <summary>What a step does to its target.</summary>
public enum Fault
{
    /// <summary>The processes crash; the kernel closes their connections, so peers notice at once.</summary>
    Kill,

    /// <summary>The undo of <see cref="Kill"/>: a supervised start.</summary>
    Start,
}

/// <summary>One fault at one time.</summary>
/// <param name="Name">For <see cref="Target.SameAs"/> of later steps; null where none refers to it.</param>
/// <param name="After">Counted from the completion of the step before, or from the start of the load.</param>
/// <param name="Fault">What is done.</param>
/// <param name="Target">Where.</param>
public sealed record Step(string? Name, TimeSpan After, Fault Fault, Target Target);
