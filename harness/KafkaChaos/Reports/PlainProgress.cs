using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>Shows a run as plain lines, for files, pipes and CI systems.</summary>
/// <param name="writer">Not disposed.</param>
public sealed class PlainProgress(TextWriter writer) : IProgressView
{
    private readonly Lock _writing = new();
    private EventFeed? _feed;

    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(200);

    public void Say(string line) => Try([Printable.Line(line)]);

    public void Follow(Scenario scenario, Recorder recorder)
    {
        _feed?.Dispose();
        var lines = new PlainLines(scenario);
        Try([$"{scenario.Name}: {Printable.Line(scenario.Question)}"]);
        _feed = new EventFeed(recorder, Interval, one => Write(lines.Add(one)), lines.Add, now => Write(lines.Tick(now)));
    }

    public void Dispose() => _feed?.Dispose();

    // These come on the run's own thread, to which a broken terminal is nothing.
    private void Try(IEnumerable<string> lines)
    {
        try
        {
            Write(lines);
        }
        catch (IOException)
        {
            // Nobody reads it any more; the history and the verdict do not depend on it.
        }
    }

    private void Write(IEnumerable<string> lines)
    {
        lock (_writing)
        {
            foreach (var line in lines)
            {
                writer.WriteLine(line);
            }

            writer.Flush();
        }
    }
}
