namespace KafkaChaos.Checking;

/// <summary>Items by number: an array while the numbers are dense, a dictionary for those far beyond it, so that one wild number costs no gigabytes.</summary>
internal sealed class Sparse<T>
    where T : struct
{
    private const long Slack = 4096;

    private readonly Dictionary<long, T[]> _far = [];
    private T[] _near = [];
    private long _asked;

    /// <summary>The item of a number, made where there is none.</summary>
    /// <exception cref="InvalidOperationException">The number is negative.</exception>
    public ref T At(long number)
    {
        if (number < 0)
        {
            throw new InvalidOperationException($"the history has the number {number} for a sequence or an offset, expected 0 or more");
        }

        _asked++;
        if (number >= _near.Length && number < (4 * _asked) + Slack)
        {
            Grow(number);
        }

        if (number < _near.Length)
        {
            return ref _near[number];
        }

        if (!_far.TryGetValue(number, out var box))
        {
            _far[number] = box = new T[1];
        }

        return ref box[0];
    }

    /// <summary>The item of a number, or the default where there is none.</summary>
    public T Get(long number) =>
        number >= 0 && number < _near.Length ? _near[number] : _far.TryGetValue(number, out var box) ? box[0] : default;

    /// <summary>All items with their numbers, ascending; the dense part includes those that were never asked for.</summary>
    public IEnumerable<(long Number, T Item)> All()
    {
        for (var number = 0L; number < _near.Length; number++)
        {
            yield return (number, _near[number]);
        }

        foreach (var number in _far.Keys.Order())
        {
            yield return (number, _far[number][0]);
        }
    }

    private void Grow(long number)
    {
        Array.Resize(ref _near, (int)Math.Min(Array.MaxLength, Math.Max(number + 1, Math.Max(64, _near.Length + (_near.Length / 2)))));
        foreach (var moved in _far.Keys.Where(key => key < _near.Length).ToList())
        {
            _near[moved] = _far[moved][0];
            _far.Remove(moved);
        }
    }
}
