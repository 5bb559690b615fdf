namespace KafkaChaos.Reports;

/// <summary>Counts events, and says how many of them fell into the last whole second.</summary>
internal sealed class RateMeter
{
    private const int BucketsASecond = 10;
    private static readonly long BucketTicks = TimeSpan.TicksPerSecond / BucketsASecond;
    private readonly (long Bucket, long Count)[] _recent = new (long, long)[4 * BucketsASecond];

    public long Total { get; private set; }

    public void Add(TimeSpan at)
    {
        Total++;
        var bucket = BucketOf(at);
        ref var slot = ref _recent[bucket % _recent.Length];
        slot = slot.Bucket == bucket ? (bucket, slot.Count + 1) : (bucket, 1);
    }

    /// <summary>In the ten whole tenths of a second before <paramref name="now"/>.</summary>
    public long LastSecond(TimeSpan now)
    {
        var end = BucketOf(now);
        return _recent.Where(slot => slot.Bucket < end && slot.Bucket >= end - BucketsASecond).Sum(slot => slot.Count);
    }

    private static long BucketOf(TimeSpan at) => Math.Max(0, at.Ticks / BucketTicks);
}
