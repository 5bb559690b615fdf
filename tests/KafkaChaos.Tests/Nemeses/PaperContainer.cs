using System.Globalization;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>A container that is none: what its engine knows of it.</summary>
internal sealed class PaperContainer
{
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Running { get; private set; }

    public bool Paused { get; private set; }

    /// <summary>Whether it stays as it is through a pause, and through the end of one, that its engine takes.</summary>
    public bool IgnoresPauses { get; set; }

    public long ExitCode { get; private set; }

    /// <summary>With which a stop ends it; 143 is a Java process that heard SIGTERM.</summary>
    public long StopsWith { get; set; } = 143;

    /// <summary>With what its next starts end at once, and what they print; one that is not here runs.</summary>
    public Queue<(long ExitCode, string Log)> Crashes { get; } = new();

    /// <summary>With the engine's time stamp.</summary>
    public string Log { get; private set; } = "";

    public string Started { get; private set; } = Never;

    public string Finished { get; private set; } = Never;

    /// <summary>Done when it does not run.</summary>
    public Task Ended => _ended.Task;

    private static string Never => "0001-01-01T00:00:00Z";

    private static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public void Start()
    {
        (Running, Paused, Started, _ended) = (true, false, Now, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Crashes.TryDequeue(out var crash))
        {
            Log = $"{Now} {crash.Log}";
            End(crash.ExitCode);
        }
    }

    public void Pause(bool paused) => Paused = IgnoresPauses ? Paused : paused;

    /// <summary>Has its process print a line.</summary>
    public void Say(string line) => Log += $"{Now} {line}\n";

    public void End(long code)
    {
        (Running, Paused, ExitCode, Finished) = (false, false, code, Now);
        _ended.TrySetResult();
    }
}
