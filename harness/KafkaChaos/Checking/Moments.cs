namespace KafkaChaos.Checking;

/// <summary>Moments, which nearly always come in the order of time, and are looked for by stretches of it.</summary>
internal sealed class Moments
{
    private readonly List<TimeSpan> _all = [];
    private bool _isInOrder = true;

    public int Count => _all.Count;

    /// <summary>The latest; null where there is none.</summary>
    public TimeSpan? Last => InOrder.Count > 0 ? _all[^1] : null;

    private List<TimeSpan> InOrder
    {
        get
        {
            if (!_isInOrder)
            {
                _all.Sort();
                _isInOrder = true;
            }

            return _all;
        }
    }

    public void Add(TimeSpan at)
    {
        _isInOrder &= _all.Count == 0 || at >= _all[^1];
        _all.Add(at);
    }

    /// <summary>Those from one to another, both included, ascending.</summary>
    public List<TimeSpan> Between(TimeSpan from, TimeSpan to)
    {
        var first = FirstFrom(from);
        return InOrder.GetRange(first, Math.Max(0, (to < TimeSpan.MaxValue ? FirstFrom(to + TimeSpan.FromTicks(1)) : Count) - first));
    }

    public bool Any(TimeSpan from, TimeSpan to) => FirstFrom(from) is var first && first < Count && _all[first] <= to;

    /// <summary>Gives back what was taken for more to come.</summary>
    public void Trim() => _all.TrimExcess();

    // The place of the first that is not earlier.
    private int FirstFrom(TimeSpan at)
    {
        var (all, low, high) = (InOrder, 0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = all[middle] < at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
