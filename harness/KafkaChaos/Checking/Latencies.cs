using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>A stretch of a run, and how long its records waited.</summary>
/// <param name="Name">Such as <c>before step 1</c>; unique in a run.</param>
/// <param name="Fault">The fault that is in effect; null where the stretch lies before, after or between faults.</param>
/// <param name="From">Its first moment; it lasts to the next one's.</param>
internal sealed record LatencyWindow(string Name, FaultSpan? Fault, TimeSpan From)
{
    /// <summary>From when a record was due to its acknowledgement.</summary>
    public Histogram Acknowledged { get; } = new();

    /// <summary>Records that failed or have no known outcome: how long they would have waited is not known.</summary>
    public long Rest { get; set; }
}

/// <summary>How long acknowledgements took before, during and after each fault.</summary>
/// <remarks>
/// A fault's stretch goes from its first effect to when no fault is in effect any more (the last node was seen to be back), or to
/// the next fault's first effect. A record belongs to the stretch in which it was due; one that was due before a fault and was out when it took
/// effect belongs to that fault. What was due before the load began, while clients and brokers were warming up, belongs to none.
/// </remarks>
internal sealed class Latencies
{
    private readonly LatencyWindow[] _windows;
    private readonly TimeSpan _began;
    private int _last;

    public Latencies(History history) => (_windows, _began) = ([.. Windows(FaultSpan.All(history))], history.Began(Phase.Load) ?? TimeSpan.MinValue);

    /// <summary>Those with records, in order.</summary>
    public IEnumerable<LatencyWindow> Windows() => _windows.Where(window => window.Acknowledged.Count + window.Rest > 0);

    public void Add(in RecordFields send)
    {
        if (send.Scheduled < _began)
        {
            return;
        }

        var place = PlaceOf(send);
        if (send.Outcome == Outcome.Ok)
        {
            _windows[place].Acknowledged.Add(send.At - send.Scheduled);
        }
        else
        {
            _windows[place].Rest++;
        }
    }

    private int PlaceOf(in RecordFields send)
    {
        // Records come nearly in the order in which they were due.
        while (_last > 0 && send.Scheduled < _windows[_last].From)
        {
            _last--;
        }

        while (_last + 1 < _windows.Length && send.Scheduled >= _windows[_last + 1].From)
        {
            _last++;
        }

        return _windows[_last].Fault is null && _last + 1 < _windows.Length && send.At >= _windows[_last + 1].From ? _last + 1 : _last;
    }

    private static IEnumerable<LatencyWindow> Windows(IReadOnlyList<FaultSpan> spans)
    {
        yield return new LatencyWindow(spans.Count > 0 ? $"before {spans[0].Name}" : "without a fault", null, TimeSpan.MinValue);
        TimeSpan? whole = TimeSpan.MinValue;
        for (var place = 0; place < spans.Count; place++)
        {
            var (span, next) = (spans[place], place + 1 < spans.Count ? spans[place + 1].From : TimeSpan.MaxValue);
            whole = span.Until > whole ? span.Until : whole is null || span.Until is null ? null : whole;
            yield return new LatencyWindow($"during {span.Name}", span, span.From);
            if (whole < next)
            {
                yield return new LatencyWindow($"after {span.Name}", null, whole.Value);
            }
        }
    }
}
