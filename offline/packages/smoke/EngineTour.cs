using System.Collections.Concurrent;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace KafkaChaos.Offline.Smoke;

/// <summary>What KafkaChaos asks of the engine directly: kills, events, attached input, volumes, lists by label.</summary>
internal sealed class EngineTour(IDockerClient client, string image, string run)
{
    private readonly Dictionary<string, string> _labels = new() { ["kafkachaos.standin"] = run };

    public async Task GoAsync(CancellationToken cancellationToken)
    {
        await SystemAsync(cancellationToken);
        await VolumesAsync(cancellationToken);
        await KillAsync(cancellationToken);
        await AttachAsync(cancellationToken);
        await TerminalAsync(cancellationToken);
    }

    private async Task SystemAsync(CancellationToken cancellationToken)
    {
        await client.System.PingAsync(cancellationToken);
        var version = await client.System.GetVersionAsync(cancellationToken);
        var info = await client.System.GetSystemInfoAsync(cancellationToken);
        Report.Check("version", version.APIVersion.StartsWith("1.", StringComparison.Ordinal), $"{version.Version}, API {version.APIVersion}, {version.Os}/{version.Arch}");
        Report.Check("info", info.MemTotal > 0, $"{info.CgroupDriver} v{info.CgroupVersion}, {info.NCPU} CPUs, {info.MemTotal >> 20} MiB, {info.OperatingSystem}, {info.KernelVersion}");
        var found = await client.Images.InspectImageAsync(image, cancellationToken);
        var images = await client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken);
        Report.Check("the image is in the list", images.Any(i => i.ID == found.ID), $"{found.ID[..19]} {found.Os}/{found.Architecture}, {found.Size} bytes");
    }

    private async Task VolumesAsync(CancellationToken cancellationToken)
    {
        await client.Volumes.CreateAsync(new VolumesCreateParameters
        {
            Name = run,
            Labels = _labels,
            DriverOpts = new Dictionary<string, string> { ["type"] = "tmpfs", ["device"] = "tmpfs", ["o"] = "size=1m" },
        }, cancellationToken);
        var listed = await client.Volumes.ListAsync(new VolumesListParameters { Filters = ByRun() }, cancellationToken);
        Report.Check("a labelled local volume", listed.Volumes.Single().Name == run, listed.Volumes.Single().Mountpoint);
        await client.Volumes.RemoveAsync(run, force: true, cancellationToken);
    }

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = new ConcurrentQueue<Message>();
        var monitor = client.System.MonitorEventsAsync(
            new ContainerEventsParameters { Filters = ByRun(), Since = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString("D") }, new Collect<Message>(events.Enqueue), stop.Token);

        var id = await CreateAsync("-k", ["sh", "-c", "echo up; exec sleep 600"], _ => { }, cancellationToken);
        var started = await client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
        var again = await client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
        Report.Check("start says whether it started something", started && !again, $"{started}, then {again}");
        var listed = await client.Containers.ListContainersAsync(new ContainersListParameters { Filters = ByRun() }, cancellationToken);
        Report.Check("listed by label", listed.Single().ID == id, $"{listed[0].Names[0]} {listed[0].State}, created {DateTime.UtcNow - listed[0].Created < TimeSpan.FromMinutes(1)}");

        await client.Containers.PauseContainerAsync(id, cancellationToken);
        await client.Containers.UnpauseContainerAsync(id, cancellationToken);
        var wait = client.Containers.WaitContainerAsync(id, cancellationToken);
        await client.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = "SIGKILL" }, cancellationToken);
        var exit = await wait;
        Report.Check("killed", exit.StatusCode == 137, $"exit code {exit.StatusCode}");
        var state = (await client.Containers.InspectContainerAsync(id, cancellationToken)).State!;
        Report.Check("state", state is { Status: "exited", Running: false, ExitCode: 137 }, $"{state.Status}, finished {state.FinishedAt.Length > 20}");

        while (!events.Any(e => e.Action == "die"))
        {
            await Task.Delay(10, cancellationToken);
        }

        await stop.CancelAsync();
        var cancelled = await Outcome.OfAsync(() => monitor);
        Report.Check("events", events.Any(e => e.Actor!.Attributes["name"] == run + "-k"), $"{string.Join(' ', events.Select(e => e.Action))}, ended with {cancelled}");
        await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
    }

    private async Task AttachAsync(CancellationToken cancellationToken)
    {
        var id = await CreateAsync("-i", ["sh", "-c", "while read line; do echo \"got $line\"; echo \"err $line\" >&2; done; echo closed; exit 9"], p =>
        {
            p.OpenStdin = p.StdinOnce = p.AttachStdin = p.AttachStdout = p.AttachStderr = true;
        }, cancellationToken);
        using var stream = await client.Containers.AttachContainerAsync(id, new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true }, cancellationToken);
        await client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);

        var first = "one\n"u8.ToArray();
        await stream.WriteAsync(first, 0, first.Length, cancellationToken);
        var buffer = new byte[64];
        var read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken);
        Report.Check("an answer over attached input and output", !read.EOF, $"{read.Target is MultiplexedStream.TargetStream.StandardOut or MultiplexedStream.TargetStream.StandardError}, {read.Count} bytes");

        await stream.CopyFromAsync(new MemoryStream(Encoding.UTF8.GetBytes("two\nthree\n")), cancellationToken);
        stream.CloseWrite();
        var (stdout, stderr) = await stream.ReadOutputToEndAsync(cancellationToken);
        Report.Check("closing the input ends the program", stdout.EndsWith("got three\nclosed\n", StringComparison.Ordinal) && stderr.EndsWith("err three\n", StringComparison.Ordinal), $"{stdout.Length + stderr.Length + read.Count} bytes in all");
        var exit = await client.Containers.WaitContainerAsync(id, cancellationToken);
        Report.Check("exit code", exit.StatusCode == 9, exit.StatusCode);
        await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters(), cancellationToken);
    }

    private async Task TerminalAsync(CancellationToken cancellationToken)
    {
        var id = await CreateAsync("-t", ["sh", "-c", "echo on a terminal; exit 0"], p => p.Tty = true, cancellationToken);
        await client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
        await client.Containers.WaitContainerAsync(id, cancellationToken);
        using var logs = await client.Containers.GetContainerLogsAsync(id, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Follow = true, Tail = "all" }, cancellationToken);
        using var output = new MemoryStream();
        await logs.CopyOutputToAsync(Stream.Null, output, Stream.Null, cancellationToken);
        Report.Check("logs of a terminal are not demultiplexed", Encoding.UTF8.GetString(output.ToArray()) == "on a terminal\r\n", output.Length);
        await client.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = 0 }, cancellationToken);
        await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true }, cancellationToken);
    }

    private async Task<string> CreateAsync(string suffix, IList<string> command, Action<CreateContainerParameters> more, CancellationToken cancellationToken)
    {
        var parameters = new CreateContainerParameters { Name = run + suffix, Image = image, Cmd = command, Labels = _labels, HostConfig = new HostConfig { NetworkMode = "none" } };
        more(parameters);
        return (await client.Containers.CreateContainerAsync(parameters, cancellationToken)).ID;
    }

    private Dictionary<string, IDictionary<string, bool>> ByRun() => new()
    {
        ["label"] = new Dictionary<string, bool> { ["kafkachaos.standin=" + run] = true },
    };

    private sealed class Collect<T>(Action<T> add) : IProgress<T>
    {
        public void Report(T value) => add(value);
    }
}
