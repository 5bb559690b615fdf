using System.Globalization;
using Docker.DotNet.Models;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using KafkaChaos.Runs;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>A node of one shell.</summary>
/// <param name="Name">Also its disk's.</param>
/// <param name="Container">The engine's id of its process's container.</param>
/// <param name="Group">The control group of its process.</param>
/// <param name="Sandbox">The control group of the process that holds its network namespace.</param>
/// <param name="Place">What its process's container has of the machine: the network, the disk, the zone.</param>
internal sealed record TrivialNode(string Name, string Container, string Group, string Sandbox, HostConfig Place);

/// <summary>One zone of nodes that are placed as a run's are, each in a sandbox, on a disk and in a network of its own, with one shell for a process; and their agent.</summary>
internal sealed class TrivialNodes : IAsyncDisposable
{
    /// <summary>Ends when it is asked to, and waits for that without a core.</summary>
    public const string Waits = "trap 'exit 0' TERM; sleep infinity & wait";

    /// <summary>Never waits, and writes to its disk.</summary>
    public const string Writes = $"while :; do echo $((i++)) >>{NodeConfiguration.Disk}/written; done";

    /// <summary>A version whose image is another.</summary>
    public const string Other = "3.8.6";

    private readonly DockerEngine _engine;
    private readonly RunIdentity _run;
    private readonly RunLock _held;
    private readonly RunWatcher _watcher;
    private readonly string _log;
    private Agent? _agent;
    private int _replaced;

    private TrivialNodes(DockerEngine engine)
    {
        (_engine, _run, _log) = (engine, RunIdentity.New(), Path.GetTempFileName());
        _held = RunLock.Take(_run);
        _watcher = RunWatcher.Start(Home.Watcher, _run, _held, _log);
    }

    public Agent Agent => _agent!;

    /// <summary>The control group of the zone.</summary>
    public string Zone => ControlGroups.PathOf(ControlGroups.ParentOf(_run, "site", "zone", _engine.SystemdDriver), _engine.SystemdDriver);

    public IReadOnlyList<TrivialNode> Nodes { get; private set; } = [];

    /// <summary>An image with a shell: that of every member.</summary>
    public static async Task<string> ImageAsync(DockerEngine engine, CancellationToken token, string version = "3.9.4") =>
        (await new ImageSource(engine, Home.Path, Console.Error.WriteLine).GetAsync(NodeKind.ZooKeeper, version, ImageFlavour.Any, token)).Reference;

    /// <param name="count">How many nodes.</param>
    /// <param name="bytes">The size of each one's disk.</param>
    /// <param name="script">What each one's shell does.</param>
    /// <exception cref="EnvironmentException">The engine or the agent refused.</exception>
    public static async Task<TrivialNodes> StartAsync(DockerEngine engine, string image, int count, long bytes, string script, CancellationToken token)
    {
        var nodes = new TrivialNodes(engine);
        try
        {
            nodes._agent = await Agent.StartAsync(engine, Home.Path, nodes._run, nodes._held, AgentRights.Processes | AgentRights.Networks | AgentRights.Disks, token);
            var names = Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"node-{number}")).ToList();
            var made = await nodes.Agent.DoAsync(new AgentRequest.MakeDisks([.. names.Select(name => new DiskOrder(name, bytes))]), token);
            var volumes = await DiskVolumes.CreateAsync(engine, nodes._run, nodes._held, made.Devices);
            nodes.Nodes = await Task.WhenAll(names.Select(name => nodes.PlaceAsync(image, name, volumes[name], script, token)));
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the same shell from another image, on the node's disk and in its network; the container before it, which has ended, stays.</summary>
    public async Task<TrivialNode> ReplaceAsync(TrivialNode node, string image, CancellationToken token)
    {
        var process = await StartAsync(image, string.Create(CultureInfo.InvariantCulture, $"{node.Name}-{++_replaced}"), Shell(Waits), node.Place, token);
        return node with { Container = process, Group = ControlGroups.OfContainer(Zone, process, _engine.SystemdDriver) };
    }

    public async ValueTask DisposeAsync()
    {
        await using (_watcher)
        using (_held)
        {
            await using (_agent)
            {
            }

            await new Cleaner(_engine).RemoveAsync(_run.Id, ownerDied: false, CancellationToken.None);
            _watcher.Release();
            File.Delete(_log);
        }
    }

    private async Task<TrivialNode> PlaceAsync(string image, string name, string volume, string script, CancellationToken token)
    {
        var (zone, boxes) = (ControlGroups.ParentOf(_run, "site", "zone", _engine.SystemdDriver), ControlGroups.ParentOfSandboxes(_run, _engine.SystemdDriver));
        var sandbox = await StartAsync(image, $"{name}-sandbox", ["sleep", "infinity"], new HostConfig { NetworkMode = "bridge", CgroupParent = boxes }, token);
        var place = new HostConfig { NetworkMode = $"container:{sandbox}", CgroupParent = zone, Binds = [$"{volume}:{NodeConfiguration.Disk}:nocopy"] };
        var process = await StartAsync(image, name, Shell(script), place, token);
        await AwaitShellAsync(process, token);
        return new(name, process, Group(zone, process), Group(boxes, sandbox), place);

        string Group(string parent, string container) => ControlGroups.OfContainer(ControlGroups.PathOf(parent, _engine.SystemdDriver), container, _engine.SystemdDriver);
    }

    // Its one line of output tells that it has begun.
    private static string[] Shell(string script) => ["sh", "-c", $"echo; {script}"];

    private async Task AwaitShellAsync(string container, CancellationToken token)
    {
        using var output = await _engine.Client.Containers.GetContainerLogsAsync(container, new ContainerLogsParameters { ShowStdout = true, Follow = true }, token);
        if ((await output.ReadOutputAsync(new byte[1], 0, 1, token)).EOF)
        {
            throw new EnvironmentException("A node of one shell ended.", container, "its output ended", "one line of output", "look at the container's log");
        }
    }

    private async Task<string> StartAsync(string image, string name, IList<string> entrypoint, HostConfig host, CancellationToken token)
    {
        var made = await _engine.Client.Containers.CreateContainerAsync(
            new CreateContainerParameters { Image = image, Name = $"{_run.Name}-{name}", Labels = _run.Labels(_held), Entrypoint = entrypoint, User = "0:0", HostConfig = host }, token);
        await _engine.Client.Containers.StartContainerAsync(made.ID, new ContainerStartParameters(), token);
        return made.ID;
    }
}
