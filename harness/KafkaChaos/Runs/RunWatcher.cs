using System.Diagnostics;
using System.Runtime.InteropServices;
using KafkaChaos.Clusters;

namespace KafkaChaos.Runs;

/// <summary>A detached process of the same program that removes a run's containers when the run's own process is gone.</summary>
/// <remarks>It holds the reading end of a pipe. Its end without the word "done" means that the owner died, however it died.</remarks>
public sealed partial class RunWatcher : IAsyncDisposable
{
    private const string Done = "done";

    private static readonly PosixSignal[] Deaf = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly Process _process;
    private bool _released;

    private RunWatcher(Process process) => _process = process;

    /// <param name="command">Program and arguments that end in a call of <see cref="WatchAsync"/>.</param>
    /// <param name="run">The run to watch.</param>
    /// <param name="held">Its lock.</param>
    /// <param name="log">Where the watcher writes what it does.</param>
    public static RunWatcher Start(IReadOnlyList<string> command, RunIdentity run, RunLock held, string log)
    {
        // None of this program's own descriptors: a CI system waits for the last holder of its pipes.
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), run.Id, held.Path, log])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        return new RunWatcher(Process.Start(start)!);
    }

    /// <summary>The watcher's own life: waits for the owner's end, then removes what is left of the run.</summary>
    /// <returns>Whether nothing remains.</returns>
    public static async Task<bool> WatchAsync(string run, string lockFile, string log)
    {
        // Out of the owner's session and deaf to its signals: what ends the owner must not end its watcher.
        // It fails only where this process leads a session of its own already.
        _ = SetSession();
        var deaf = Deaf.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true)).ToList();
        if (await Console.In.ReadToEndAsync() is { } said && said.Trim() == Done)
        {
            return true;
        }

        using var engine = await DockerEngine.ConnectAsync(CancellationToken.None);
        var left = await new Cleaner(engine).RemoveAsync(run, ownerDied: true, CancellationToken.None);
        RunLock.Forget(lockFile);
        await File.AppendAllTextAsync(log, left.Count == 0
            ? $"{DateTimeOffset.UtcNow:O} the run's process was gone: everything of run {run} was removed\n"
            : $"{DateTimeOffset.UtcNow:O} the run's process was gone; not removed: {string.Join(", ", left)}\n");
        deaf.ForEach(one => one.Dispose());
        return left.Count == 0;
    }

    /// <summary>The run has cleaned up after itself, or was asked to keep its containers: the watcher has nothing to do.</summary>
    public void Release() => _released = true;

    /// <summary>Lets the watcher end; without <see cref="Release"/> it removes what is left first.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_released)
            {
                await _process.StandardInput.WriteLineAsync(Done);
            }

            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
        }
        catch (IOException)
        {
            // It was killed before the run ended: there is nothing left to tell it.
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();
}
