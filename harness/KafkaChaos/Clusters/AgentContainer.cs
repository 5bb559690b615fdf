using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace KafkaChaos.Clusters;

/// <summary>The one container of a run that reaches the machine's control groups and processes, and the lines to and from the program in it.</summary>
/// <remarks>
/// Not privileged: see <see cref="AgentRights"/>.
/// Its input ends with this program, however that dies; the agent then undoes what it did.
/// </remarks>
public sealed class AgentContainer : IAgentLines
{
    private readonly DockerEngine _engine;
    private readonly string _id;
    private readonly MultiplexedStream _stream;
    private readonly StringBuilder _heard = new();
    private readonly StringBuilder _errors = new();

    private AgentContainer(DockerEngine engine, string id, MultiplexedStream stream) => (_engine, _id, _stream) = (engine, id, stream);

    // It thaws what it froze, which takes milliseconds.
    private static TimeSpan EndDeadline { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Makes its image where needed, and starts it.</summary>
    /// <param name="home">The project's folder, for making the image.</param>
    /// <exception cref="EnvironmentException">There is no image, or the engine refused the container.</exception>
    public static async Task<AgentContainer> StartAsync(DockerEngine engine, string? home, RunIdentity run, RunLock held, AgentRights rights, CancellationToken token)
    {
        var (done, said) = await ImageScript.RunAsync(home, () => { }, ["agent", AppContext.BaseDirectory], token);
        if (!done)
        {
            throw new EnvironmentException("There is no image for the agent.", "offline/images/build agent", said, "the agent's image", "see above; or run with --no-agent: kills are then not at one instant");
        }

        try
        {
            await RemoveAsync(engine, run);
            // Not to be cancelled half way: the engine would make it all the same, after the clean-up had looked.
            if (rights.HasFlag(AgentRights.Disks))
            {
                await engine.Client.Volumes.CreateAsync(new VolumesCreateParameters { Name = DiskVolume(run), Labels = run.Labels(held) }, CancellationToken.None);
            }

            var made = await engine.Client.Containers.CreateContainerAsync(Parameters(said.Split('\n')[^1], run, held, rights, EngineFacts.LabelsContainers(engine.Info.SecurityOptions ?? [])), CancellationToken.None);
            var stream = await engine.Client.Containers.AttachContainerAsync(made.ID, new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true }, CancellationToken.None);
            await engine.Client.Containers.StartContainerAsync(made.ID, new ContainerStartParameters(), CancellationToken.None);
            return new AgentContainer(engine, made.ID, stream);
        }
        catch (DockerApiException refused)
        {
            throw new EnvironmentException("The engine could not start the agent.", run.Name, EngineFailure.Said(refused), $"a container with the capabilities {string.Join(", ", Capabilities(rights))} and the host's process namespace", "use an engine that runs as root; or run with --no-agent", refused);
        }
    }

    public async Task WriteLineAsync(string line, CancellationToken token)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        try
        {
            await _stream.WriteAsync(bytes, 0, bytes.Length, token);
        }
        catch (IOException)
        {
            throw await EndedAsync(token);
        }
    }

    public async Task<string> ReadLineAsync(CancellationToken token)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var text = _heard.ToString();
            if (text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0)
            {
                _heard.Remove(0, end + 1);
                return text[..end];
            }

            var read = await _stream.ReadOutputAsync(buffer, 0, buffer.Length, token);
            if (read.EOF)
            {
                throw await EndedAsync(token);
            }

            (read.Target == MultiplexedStream.TargetStream.StandardError ? _errors : _heard).Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }
    }

    private async Task<EnvironmentException> EndedAsync(CancellationToken token)
    {
        var state = (await _engine.InspectAsync(_id, token))?.State;
        var now = state is null ? "its container is gone" : state.Running ? "its container runs, and its stream was closed" : $"its container exited with {state.ExitCode}{(state.OOMKilled ? ", out of memory" : "")}";
        return new("The agent ended.", _id, $"{now}; it said: {(_errors.Length > 0 ? _errors.ToString().Trim() : "nothing")}", "an agent that lives as long as its run", "find out who ended it");
    }

    /// <summary>Ends its input, and waits until it has undone what it did.</summary>
    public async ValueTask DisposeAsync()
    {
        using (_stream)
        {
            _stream.CloseWrite();
            using var limit = new CancellationTokenSource(EndDeadline);
            try
            {
                await _engine.Client.Containers.WaitContainerAsync(_id, limit.Token);
            }
            // The clean-up thaws and removes by label what is still there.
            catch (Exception late) when (late is OperationCanceledException || EngineFailure.Is(late))
            {
            }
        }
    }

    internal static CreateContainerParameters Parameters(string image, RunIdentity run, RunLock held, AgentRights rights, bool labels) => new()
    {
        Image = image,
        Name = NameOf(run),
        Cmd = [run.Id],
        Labels = run.Labels(held),
        OpenStdin = true,
        StdinOnce = true,
        AttachStdin = true,
        AttachStdout = true,
        AttachStderr = true,
        User = "0:0",
        HostConfig = new HostConfig
        {
            NetworkMode = "none",
            PidMode = "host",
            CgroupnsMode = "host",
            CapDrop = ["ALL"],
            CapAdd = [.. Capabilities(rights)],
            // With a label of its own SELinux would keep it from other containers' processes, networks and disks.
            SecurityOpt = ["no-new-privileges", .. labels ? new[] { "label=disable" } : []],
            ReadonlyRootfs = true,
            Tmpfs = new Dictionary<string, string> { ["/tmp"] = "", ["/run"] = "" },
            Binds = [$"{ControlGroups.Root}:{ControlGroups.Root}", .. rights.HasFlag(AgentRights.Disks) ? new[] { $"{DiskVolume(run)}:/{DiskVolume(run)}" } : []],
            DeviceCgroupRules = rights.HasFlag(AgentRights.Disks) ? ["b 7:* rwm", "c 10:237 rwm"] : [],
            RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.No },
        },
    };

    // One that did not come to listen, in whose place this one is made.
    private static async Task RemoveAsync(DockerEngine engine, RunIdentity run)
    {
        try
        {
            await engine.Client.Containers.RemoveContainerAsync(NameOf(run), new ContainerRemoveParameters { Force = true }, CancellationToken.None);
        }
        catch (DockerContainerNotFoundException)
        {
        }
    }

    private static string NameOf(RunIdentity run) => $"{run.Name}-agent";

    private static string DiskVolume(RunIdentity run) => $"{run.Name}-disks";

    // SIGKILL to processes of other users, control groups whoever owns them; then other namespaces, packet rules, devices.
    private static IEnumerable<string> Capabilities(AgentRights rights) => new (AgentRights Of, string Name)[]
    {
        (AgentRights.Processes, "KILL"),
        (AgentRights.Processes, "DAC_OVERRIDE"),
        (AgentRights.Networks | AgentRights.Disks, "SYS_ADMIN"),
        (AgentRights.Networks | AgentRights.Disks, "SYS_PTRACE"),
        (AgentRights.Networks, "NET_ADMIN"),
        (AgentRights.Networks, "NET_RAW"),
        (AgentRights.Disks, "MKNOD"),
    }.Where(one => (one.Of & rights) != 0).Select(one => one.Name);
}
