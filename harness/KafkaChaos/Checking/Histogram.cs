using System.Numerics;

namespace KafkaChaos.Checking;

/// <summary>Counts of durations in buckets that grow with them, so that millions need no more memory than thousands: a percentile is at most 0.8 % above what it stands for, or a microsecond.</summary>
internal sealed class Histogram
{
    private const int Bits = 7;

    private long[] _counts = new long[2 << Bits];

    public long Count { get; private set; }

    /// <summary>The longest, exactly.</summary>
    public TimeSpan Most { get; private set; }

    public void Add(TimeSpan time)
    {
        var place = PlaceOf(Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond));
        if (place >= _counts.Length)
        {
            Array.Resize(ref _counts, place + (1 << Bits));
        }

        _counts[place]++;
        Count++;
        Most = time > Most ? time : Most;
    }

    /// <summary>The shortest duration that so many of a thousand do not exceed; zero where there is none.</summary>
    public TimeSpan PerMille(int share)
    {
        if (Count == 0)
        {
            return TimeSpan.Zero;
        }

        var wanted = ((Count * share) + 999) / 1000;
        var (place, counted) = (0, _counts[0]);
        while (counted < wanted)
        {
            counted += _counts[++place];
        }

        // The last bucket's end can be beyond what a duration can be.
        return TimeSpan.FromTicks((long)Int128.Min(Most.Ticks, ((Int128)(LongestIn(place) + 1) * TimeSpan.TicksPerMicrosecond) - 1));
    }

    // Each power of two from 256 on has 128 buckets; below, each number has its own.
    private static int PlaceOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - Bits);
        return (shift << Bits) + (int)(value >> shift);
    }

    private static long LongestIn(int place)
    {
        var shift = Math.Max(0, (place >> Bits) - 1);
        return ((place - (shift << Bits) + 1L) << shift) - 1;
    }
}
