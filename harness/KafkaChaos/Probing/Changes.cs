using System.Collections.Concurrent;
using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>Records what differs from the look before.</summary>
/// <param name="recorder">Gets each change.</param>
public sealed class Changes(Recorder recorder)
{
    private readonly ConcurrentDictionary<string, (object? Value, TimeSpan Began)> _last = new();

    /// <summary>Now, on the run's clock.</summary>
    public TimeSpan Now => recorder.Now;

    /// <param name="what">That was looked at.</param>
    /// <param name="value">What was seen; compared by value.</param>
    /// <param name="began">When the look began.</param>
    /// <param name="change">The event, of when the look before began: the change lies between that and now.</param>
    public void See(string what, object? value, TimeSpan began, Func<TimeSpan, HistoryEvent> change)
    {
        var known = _last.TryGetValue(what, out var last);
        if (!known || !Equals(last.Value, value))
        {
            recorder.Record(change(known ? last.Began : TimeSpan.Zero));
        }

        _last[what] = (value, began);
    }
}
