namespace KafkaChaos.Checking;

/// <summary>What a run or one of its properties comes to, in order of severity.</summary>
public enum Verdict
{
    Passed,
    Inconclusive,
    Failed,
}
