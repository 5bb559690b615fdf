namespace KafkaChaos.Checking;

/// <summary>A duration that is known only to lie between two others, as a change between two looks does.</summary>
internal readonly record struct Bracket(TimeSpan Least, TimeSpan Most)
{
    /// <param name="effect">What the duration counts from.</param>
    /// <param name="since">The last look before the change.</param>
    /// <param name="at">The look that saw the change.</param>
    public static Bracket From(TimeSpan effect, TimeSpan since, TimeSpan at) =>
        new(since > effect ? since - effect : TimeSpan.Zero, at > effect ? at - effect : TimeSpan.Zero);

    /// <summary>Surely within, surely beyond, or in doubt.</summary>
    public Verdict Within(TimeSpan bound) =>
        Most <= bound ? Verdict.Passed : Least > bound ? Verdict.Failed : Verdict.Inconclusive;

    public override string ToString() => $"{Say.Seconds(Least)} to {Say.Seconds(Most)}";
}
