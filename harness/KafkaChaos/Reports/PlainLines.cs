using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>A run as lines of text: one for each notable change, and one of its status every five seconds.</summary>
internal sealed class PlainLines(Scenario scenario)
{
    private readonly Story _story = new(scenario);
    private TimeSpan _statusAt;
    private long _statusTotal;

    public static TimeSpan StatusInterval { get; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Add(HistoryEvent one) => _story.Add(one).Select(told => Line(told.At, told.Text));

    public void Add(Acknowledgement one) => _story.Add(one);

    /// <param name="now">On the run's clock.</param>
    /// <returns>A status where one is due; its rate is the mean since the status before.</returns>
    public IEnumerable<string> Tick(TimeSpan now)
    {
        if (_story.Phase is null or Phase.CleaningUp || now.Ticks / StatusInterval.Ticks == _statusAt.Ticks / StatusInterval.Ticks)
        {
            yield break;
        }

        var total = StatusLine.Meter(_story).Total;
        var rate = (total - _statusTotal) / (now - _statusAt).TotalSeconds;
        (_statusAt, _statusTotal) = (now, total);
        yield return Line(now, "  " + StatusLine.Of(_story, rate));
    }

    private static string Line(TimeSpan at, string text) => $"{Printable.Moment(at),12}  {text}";
}
