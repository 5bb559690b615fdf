using System.Runtime.InteropServices;

namespace KafkaChaos.Checking;

/// <summary>When records were due, by the second: the first and the last of each.</summary>
internal sealed class Dues
{
    private readonly Dictionary<long, (TimeSpan First, TimeSpan Last)> _seconds = [];

    public void Add(TimeSpan due)
    {
        ref var second = ref CollectionsMarshal.GetValueRefOrAddDefault(_seconds, Second(due), out var known);
        second = known ? (due < second.First ? due : second.First, due > second.Last ? due : second.Last) : (due, due);
    }

    /// <summary>Whether any was due from one time to another, both included.</summary>
    /// <param name="from">More than a second before <paramref name="to"/>: of what was due in the middle of a second nothing is known.</param>
    /// <param name="to">See <paramref name="from"/>.</param>
    public bool Any(TimeSpan from, TimeSpan to)
    {
        for (var second = Second(from); second <= Second(to); second++)
        {
            if (_seconds.TryGetValue(second, out var due) && due.Last >= from && due.First <= to)
            {
                return true;
            }
        }

        return false;
    }

    private static long Second(TimeSpan time) => time.Ticks / TimeSpan.TicksPerSecond;
}
