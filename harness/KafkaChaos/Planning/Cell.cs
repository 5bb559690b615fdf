namespace KafkaChaos.Planning;

/// <summary>What a plan says to one question.</summary>
public enum Answer
{
    /// <summary>For every placement that Kafka may choose, with the in-sync set that the reason names.</summary>
    Yes,

    /// <summary>Only under what the reason names: a placement, an in-sync set, a time.</summary>
    Conditional,

    No,
}

/// <summary>One verdict of a plan.</summary>
/// <param name="Answer">For programs.</param>
/// <param name="Verdict">For a table, in few words: <c>yes</c>, <c>no</c>, <c>may</c>, <c>until the next change</c>.</param>
/// <param name="Reason">One sentence that says why, and for which in-sync set.</param>
public sealed record Cell(Answer Answer, string Verdict, string Reason)
{
    internal static Cell Yes(string reason) => new(Answer.Yes, "yes", reason);

    internal static Cell No(string reason) => new(Answer.No, "no", reason);

    internal static Cell When(string verdict, string reason) => new(Answer.Conditional, verdict, reason);
}
