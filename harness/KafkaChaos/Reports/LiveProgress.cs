using System.Runtime.InteropServices;
using KafkaChaos.Model;
using Spectre.Console;
using Recorder = KafkaChaos.Histories.Recorder;

namespace KafkaChaos.Reports;

/// <summary>Shows a run as a panel that is drawn anew in place, on a terminal.</summary>
public sealed class LiveProgress(IAnsiConsole console) : IProgressView
{
    private EventFeed? _feed;
    private Task _display = Task.CompletedTask;
    private TaskCompletionSource? _ended;
    private PosixSignalRegistration? _interrupt;

    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(200);

    // A terminal that was stopped (Ctrl-S) must not hold the end of a run.
    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    public void Say(string line) => console.Write(new Text(Printable.Line(line) + "\n"));

    public void Follow(Scenario scenario, Recorder recorder)
    {
        End();
        var panel = new LivePanel(scenario);
        var context = new TaskCompletionSource<LiveDisplayContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The display hides the cursor. The default action of a signal ends this program without a chance to show it again.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => ShowCursor());
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _display = Task.Run(() => console.Live(panel.Draw(recorder.Now)).Overflow(VerticalOverflow.Crop).StartAsync(async shown =>
        {
            context.SetResult(shown);
            await ended.Task;
            shown.UpdateTarget(panel.Draw(recorder.Now));
        }));
        _feed = new EventFeed(recorder, Interval, panel.Add, panel.Add, now =>
        {
            if (context.Task.IsCompletedSuccessfully)
            {
                context.Task.Result.UpdateTarget(panel.Draw(now));
            }
        });
    }

    public void Dispose() => End();

    private void End()
    {
        if (_feed is null)
        {
            return;
        }

        _feed.Dispose();
        _feed = null;
        _ended!.SetResult();
        try
        {
            _display.Wait(Patience);
        }
        catch (AggregateException)
        {
            // The display broke with its terminal; the verdict does not depend on it.
        }

        _interrupt?.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        ShowCursor();
    }

    private void OnExit(object? sender, EventArgs exit) => ShowCursor();

    private void ShowCursor()
    {
        try
        {
            console.Cursor.Show();
        }
        catch (IOException)
        {
            // There is no terminal any more.
        }
    }
}
