using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>Records that an observer looks: only changes are recorded of what it sees, and an observer that died sees none.</summary>
/// <param name="observer">Its name, as in <see cref="Observers"/>.</param>
/// <param name="recorder">Gets at most one sign in <see cref="Interval"/>, and the end.</param>
internal sealed class LifeSigns(string observer, Recorder recorder)
{
    private TimeSpan? _last;
    private TimeSpan? _told;

    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>A look succeeded.</summary>
    public void Looked()
    {
        var now = recorder.Now;
        _last = now;
        if (_told is null || now - _told >= Interval)
        {
            _told = now;
            recorder.Record(new ObserverLooked(observer) { At = now });
        }
    }

    /// <summary>There will be no more looks.</summary>
    public void End(string reason) => recorder.Record(new ObserverEnded(observer, _last, reason) { At = recorder.Now });
}
