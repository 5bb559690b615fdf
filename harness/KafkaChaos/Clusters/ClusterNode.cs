using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Containers;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What the engine says of a node's process.</summary>
/// <param name="Running">Whether it runs, paused or not.</param>
/// <param name="Paused">Whether the engine has it paused.</param>
/// <param name="ExitCode">Of its last end; 0 while it has not ended.</param>
/// <param name="Started">Its last start, by the engine's clock.</param>
/// <param name="Finished">Its last end, by the engine's clock; null while it has not ended.</param>
public sealed record ProcessState(bool Running, bool Paused, long ExitCode, DateTimeOffset Started, DateTimeOffset? Finished);

/// <summary>The running handle of a node: its sandbox keeps name and address while its container comes and goes.</summary>
public sealed class ClusterNode
{
    private readonly DockerEngine _engine;
    private readonly Func<NodeImage, int, IContainer> _make;

    // The last one's process is the node's; those before it were replaced, and stay for their logs.
    private readonly List<string> _containers;

    // Made, and to be started with the next start of the node.
    private IContainer? _replacement;

    /// <param name="make">A container for it, from another image, as the so many-th of the node; not started.</param>
    internal ClusterNode(DockerEngine engine, Node node, string address, string container, NodeImage image, Func<NodeImage, int, IContainer> make, string zoneGroup, string sandboxGroup)
    {
        (ZoneGroup, SandboxGroup) = (zoneGroup, sandboxGroup);
        (_engine, _make, _containers) = (engine, make, [container]);
        Node = node;
        Address = address;
        Image = image;
    }

    public Node Node { get; }

    public string Name => Node.Name;

    /// <summary>Fixed for the run, reachable from this host.</summary>
    public string Address { get; }

    /// <summary>Address and client port; of a controller that is no broker, its controllers' port.</summary>
    public string Endpoint => Node.Role == NodeRole.Controller ? ControllerEndpoint
        : string.Create(CultureInfo.InvariantCulture, $"{Address}:{(Node.Kind == NodeKind.ZooKeeper ? NodeConfiguration.ZooKeeperPort : NodeConfiguration.KafkaPort)}");

    /// <summary>Where a KRaft controller serves the quorum, and whoever asks about it.</summary>
    public string ControllerEndpoint => string.Create(CultureInfo.InvariantCulture, $"{Address}:{NodeConfiguration.ControllerPort}");

    /// <summary>The engine's id of the container that runs the node's process.</summary>
    public string Container => _containers[^1];

    /// <summary>What it runs, or will run from its next start on.</summary>
    public NodeImage Image { get; private set; }

    /// <summary>The control group of its zone: a path below the root of the hierarchy.</summary>
    public string ZoneGroup { get; }

    /// <summary>The control group of the process that holds its network namespace, whether its own process runs or not.</summary>
    public string SandboxGroup { get; }

    /// <summary>Its own control group, in its zone's.</summary>
    public string Group => ControlGroups.OfContainer(ZoneGroup, Container, _engine.SystemdDriver);

    /// <exception cref="EnvironmentException">The container is gone.</exception>
    public async Task<ProcessState> StateAsync(CancellationToken token)
    {
        var state = (await _engine.InspectAsync(Container, token))?.State ?? throw new EnvironmentException(
            $"The container of {Name} is gone.",
            Container,
            "the engine knows no container of that id",
            "a container that only this run removes",
            "find out who removes containers on this machine while a run goes on");
        return new ProcessState(state.Running, state.Paused, state.ExitCode, Time(state.StartedAt) ?? DateTimeOffset.MinValue, Time(state.FinishedAt));
    }

    /// <summary>Waits for the end of the process; at once where it does not run.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<long> ExitAsync(CancellationToken token) => (await _engine.Client.Containers.WaitContainerAsync(Container, token)).StatusCode;

    /// <summary>Ends the process at once, with SIGKILL.</summary>
    public Task KillAsync(CancellationToken token) =>
        _engine.Client.Containers.KillContainerAsync(Container, new ContainerKillParameters { Signal = "KILL" }, token);

    /// <summary>Asks the process to end (SIGTERM), and kills it where it has not by then.</summary>
    public Task StopAsync(TimeSpan patience, CancellationToken token) =>
        _engine.Client.Containers.StopContainerAsync(Container, new ContainerStopParameters { WaitBeforeKillSeconds = (uint)patience.TotalSeconds }, token);

    /// <summary>Freezes the process by the engine, which refuses other requests for it until <see cref="UnpauseAsync"/>.</summary>
    public Task PauseAsync(CancellationToken token) => _engine.Client.Containers.PauseContainerAsync(Container, token);

    public Task UnpauseAsync(CancellationToken token) => _engine.Client.Containers.UnpauseContainerAsync(Container, token);

    /// <summary>Starts the process again, on what it left on its disk.</summary>
    /// <exception cref="EnvironmentException">The engine refused it, as where its disk cannot be mounted.</exception>
    public async Task StartAsync(CancellationToken token)
    {
        if (_replacement is not { } other)
        {
            try
            {
                await _engine.Client.Containers.StartContainerAsync(Container, new ContainerStartParameters(), token);
                return;
            }
            catch (DockerApiException refused)
            {
                throw Cluster.NotStarted(Node, Container, refused);
            }
        }

        await Cluster.StartAsync(Node, other);
        _replacement = null;
        _containers.Add(other.Id);
    }

    /// <summary>Has a node that is stopped run from another image from its next start on, with the same name, address and disk.</summary>
    public void Replace(NodeImage image) => (Image, _replacement) = (image, _make(image, _containers.Count + 1));

    /// <summary>Runs a command in the node's container, beside its process.</summary>
    /// <param name="command">In exec form.</param>
    /// <param name="output">Gets what it prints on its standard output.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="EnvironmentException">It ended with another code than 0.</exception>
    public async Task ExecuteAsync(IReadOnlyList<string> command, Stream output, CancellationToken token)
    {
        var made = await _engine.Client.Exec.CreateContainerExecAsync(Container, new ContainerExecCreateParameters { Cmd = [.. command], AttachStdout = true, AttachStderr = true }, token);
        using var errors = new MemoryStream();
        using (var stream = await _engine.Client.Exec.StartContainerExecAsync(made.ID, new ContainerExecStartParameters(), token))
        {
            await stream.CopyOutputToAsync(Stream.Null, output, errors, token);
        }

        if ((await _engine.Client.Exec.InspectContainerExecAsync(made.ID, token)).ExitCode is not 0 and var code)
        {
            throw new EnvironmentException(
                $"A command in the container of {Name} failed.", string.Join(' ', command), $"exit code {code}: {System.Text.Encoding.UTF8.GetString(errors.ToArray()).Trim()}", "exit code 0", "read what it said");
        }
    }

    /// <summary>The last lines of the process's log.</summary>
    internal async Task<IReadOnlyList<StampedLine>> LastLinesAsync(int lines, CancellationToken token)
    {
        using var log = await _engine.Client.Containers.GetContainerLogsAsync(
            Container,
            new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Timestamps = true, Tail = lines.ToString(CultureInfo.InvariantCulture) },
            token);
        var (output, errors) = await log.ReadOutputToEndAsync(token);
        return [.. (output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(StampedLine.Read).OfType<StampedLine>()];
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
}
