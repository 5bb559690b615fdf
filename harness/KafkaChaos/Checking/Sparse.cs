namespace KafkaChaos.Checking;

/// <summary>Items by number: pages while the numbers are dense, a dictionary for those far beyond them, so that one wild number costs no gigabytes.</summary>
internal sealed class Sparse<T>
    where T : struct
{
    private const long Slack = 4096;
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly Dictionary<long, T[]> _far = [];
    private readonly List<T[]> _pages = [];
    private long _asked;

    private long Near => (long)_pages.Count << PageBits;

    /// <summary>The item of a number, made where there is none.</summary>
    /// <exception cref="InvalidOperationException">The number is negative.</exception>
    public ref T At(long number)
    {
        if (number < 0)
        {
            throw new InvalidOperationException($"the history has the number {number} for a sequence or an offset, expected 0 or more");
        }

        _asked++;
        if (number >= Near && number < (4 * _asked) + Slack)
        {
            Grow(number);
        }

        if (number < Near)
        {
            return ref _pages[(int)(number >> PageBits)][number & (PageSize - 1)];
        }

        if (!_far.TryGetValue(number, out var box))
        {
            _far[number] = box = new T[1];
        }

        return ref box[0];
    }

    /// <summary>The item of a number, or the default where there is none.</summary>
    public T Get(long number) =>
        number >= 0 && number < Near ? _pages[(int)(number >> PageBits)][number & (PageSize - 1)] : _far.TryGetValue(number, out var box) ? box[0] : default;

    /// <summary>The items of a kind with their numbers, ascending; the dense part includes those that were never asked for.</summary>
    public IEnumerable<(long Number, T Item)> Where(Func<T, bool> isOfKind)
    {
        for (var page = 0; page < _pages.Count; page++)
        {
            var items = _pages[page];
            for (var place = 0; place < PageSize; place++)
            {
                if (isOfKind(items[place]))
                {
                    yield return (((long)page << PageBits) + place, items[place]);
                }
            }
        }

        foreach (var number in _far.Keys.Order())
        {
            if (isOfKind(_far[number][0]))
            {
                yield return (number, _far[number][0]);
            }
        }
    }

    /// <summary>The items from one number to another, both included, ascending; the dense part includes those that were never asked for.</summary>
    public IEnumerable<(long Number, T Item)> Between(long first, long last)
    {
        for (var number = Math.Max(0, first); number <= last && number < Near; number++)
        {
            yield return (number, _pages[(int)(number >> PageBits)][number & (PageSize - 1)]);
        }

        if (last < Near || _far.Count == 0)
        {
            yield break;
        }

        foreach (var number in _far.Keys.Where(number => number >= first && number <= last).Order())
        {
            yield return (number, _far[number][0]);
        }
    }

    private void Grow(long number)
    {
        while (number >= Near)
        {
            var page = new T[PageSize];
            for (var place = 0; place < PageSize && _far.Count > 0; place++)
            {
                if (_far.Remove(Near + place, out var box))
                {
                    page[place] = box[0];
                }
            }

            _pages.Add(page);
        }
    }
}
