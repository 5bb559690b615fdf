namespace KafkaChaos.Checking;

/// <summary>One thing that the planner predicts of a fault, and what the run showed of it.</summary>
/// <param name="What">Such as <c>orders/0 is led</c>.</param>
/// <param name="Predicted">Whether it must survive.</param>
/// <param name="Survived">Null where the run did not try it, or did not show it.</param>
/// <param name="Shown">What was seen.</param>
internal sealed record SurvivalCell(string What, bool Predicted, bool? Survived, Flaw Shown)
{
    /// <summary>The scenario itself states the contrary of the prediction.</summary>
    public bool Expected { get; init; }

    /// <summary>Seen too seldom to be sure of.</summary>
    public bool Thin { get; init; }

    /// <summary>Of what was predicted to survive and did not: why it may not have had the time for it; null where there is no such reason.</summary>
    public Excuse? Excuse { get; init; }

    /// <summary>Whether it refutes the prediction for certain, if it does.</summary>
    public bool Certain => !Thin && Excuse is null;

    public bool Refuted => Survived is { } survived && survived != Predicted && !Expected;
}
