using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Clusters;

namespace KafkaChaos.ClusterTests;

/// <summary>A second engine on this machine, which can be restarted while the first goes on: with its own images, containers and networks, of which it has none at first.</summary>
/// <remarks>It lives in a network namespace of its own, for two engines in one would undo each other's chains and remove each other's bridges; who is to reach its containers lives there, too. By unshare and nsenter, as root.</remarks>
internal sealed class OwnEngine : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder;

    // Holds the namespace while the engine comes and goes.
    private readonly Process _holder;
    private Process _process;

    private OwnEngine(DirectoryInfo folder)
    {
        _folder = folder;
        _holder = Process.Start("unshare", ["--net", "sleep", "infinity"])!;
        _process = Launch();
    }

    /// <summary>For <c>DOCKER_HOST</c>.</summary>
    public string Address => $"unix://{_folder.FullName}/engine.sock";

    /// <summary>A command that runs the one behind it among this engine's networks.</summary>
    public IReadOnlyList<string> Inside => ["nsenter", $"--net=/proc/{_holder.Id.ToString(CultureInfo.InvariantCulture)}/ns/net"];

    /// <exception cref="WaitException">It does not answer.</exception>
    public static async Task<OwnEngine> StartAsync()
    {
        var engine = new OwnEngine(Directory.CreateTempSubdirectory("kafkachaos-engine-"));
        await engine.AnswersAsync();
        return engine;
    }

    /// <summary>Gives it images of the first engine's.</summary>
    public async Task TakeAsync(params string[] images)
    {
        var file = Path.Combine(_folder.FullName, "images.tar");
        await Command.DockerAsync("", ["save", "--output", file, .. images]);
        await Command.DockerAsync("", "--host", Address, "load", "--input", file);
        File.Delete(file);
    }

    /// <summary>Ends it as its service manager does, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        _process = Launch();
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
        _folder.Delete(recursive: true);
    }

    private Process Launch()
    {
        var folder = _folder.FullName;
        return Process.Start(new ProcessStartInfo("sh",
        [
            "-c", $"exec \"$@\" >>{folder}/log 2>&1", "sh",
            .. Inside, "dockerd", "--host", Address, "--data-root", $"{folder}/data", "--exec-root", $"{folder}/exec", "--pidfile", $"{folder}/pid", "--bridge", "none",
        ]))!;
    }

    private Task AnswersAsync() => Wait.UntilAsync("the test's own engine to answer", Deadline, async _ =>
    {
        var (code, output) = await Command.TryAsync("", _folder.FullName, "docker", "--host", Address, "version");
        return new Look(code == 0, _process.HasExited ? await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "log"), CancellationToken.None) : output);
    }, CancellationToken.None);

    private async Task EndAsync()
    {
        ToolProcess.Send(_process.Id, Signal.Terminate);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
