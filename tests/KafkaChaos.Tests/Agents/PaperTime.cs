namespace KafkaChaos.Tests.Agents;

/// <summary>A clock on which a millisecond goes by at each look.</summary>
internal sealed class PaperTime : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Interlocked.Increment(ref _looks);
}
