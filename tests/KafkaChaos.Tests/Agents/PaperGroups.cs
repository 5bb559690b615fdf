using KafkaChaos.Clusters;

namespace KafkaChaos.Tests.Agents;

/// <summary>A folder laid out like the control groups of a machine with one run: zone a with the nodes one (process 11) and two (21 and 22), zone b with three (31), a sandbox for each (1, 2, 3), and the agent.</summary>
internal sealed class PaperGroups : IDisposable
{
    public const string Run = "12345678";

    private static readonly (string Name, string Zone, string Processes, int Holder)[] Nodes = [("one", "a", "11\n", 1), ("two", "a", "21\n22\n", 2), ("three", "b", "31\n", 3)];

    private readonly int _version;
    private readonly bool _systemd;

    /// <param name="version">Of the control groups: 1 or 2.</param>
    /// <param name="systemd">Which driver the engine has: systemd's or cgroupfs.</param>
    public PaperGroups(int version, bool systemd)
    {
        (_version, _systemd) = (version, systemd);
        if (version == 2)
        {
            File.WriteAllText(Path.Combine(Root, "cgroup.controllers"), "cpu memory pids\n");
        }

        foreach (var (name, zone, processes, holder) in Nodes)
        {
            Make(Zone(zone), "");
            Make(Node(name), processes);
            Make(Sandbox(name), $"{holder}\n");
        }

        Make(Agent, "99\n");
        Make(Foreign, "77\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("kafkachaos-groups-").FullName;

    public string Agent => _systemd ? "system.slice/docker-agent.scope" : "docker/agent";

    /// <summary>A zone of another run.</summary>
    public string Foreign => ControlGroups.PathOf(ControlGroups.ParentOf(new RunIdentity("87654321", "owner"), "east", "a", _systemd), _systemd);

    private static RunIdentity Identity { get; } = new(Run, "owner");

    public string Zone(string name) => ControlGroups.PathOf(ControlGroups.ParentOf(Identity, "east", name, _systemd), _systemd);

    public string Node(string name) => ControlGroups.OfContainer(Zone(Nodes.Single(node => node.Name == name).Zone), name, _systemd);

    public string Sandbox(string name) => ControlGroups.OfContainer(ControlGroups.PathOf(ControlGroups.ParentOfSandboxes(Identity, _systemd), _systemd), $"s-{name}", _systemd);

    /// <summary>What freezes a group, as it is written down.</summary>
    public string Freeze(string group) => _version == 2 ? $"echo 1 >/{group}/cgroup.freeze" : $"echo FROZEN >/freezer/{group}/freezer.state";

    /// <summary>What thaws it.</summary>
    public string Thaw(string group) => _version == 2 ? $"echo 0 >/{group}/cgroup.freeze" : $"echo THAWED >/freezer/{group}/freezer.state";

    /// <summary>The groups that are frozen, in themselves.</summary>
    public IEnumerable<string> Frozen => new[] { Zone("a"), Zone("b"), Node("one"), Node("two"), Node("three") }.Where(group => Directory.Exists(PathOf(group))
        && File.ReadAllText(Path.Combine(PathOf(group), _version == 2 ? "cgroup.freeze" : "freezer.state")) is "1" or "FROZEN");

    /// <summary>Gives every group a weight, as where the kernel has a controller of the processor.</summary>
    public void Weigh()
    {
        foreach (var group in new[] { Node("one"), Node("two"), Node("three"), Foreign }.SelectMany(WithParents))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(WeightOf(group))!);
            File.WriteAllText(WeightOf(group), Usual);
        }
    }

    /// <summary>What has the whole run of a group step back, as it is written down.</summary>
    public string StepBack(string group) => Weigh(OfTheRun(group).First(), _version == 2 ? "6" : "64");

    /// <summary>What gives a group of the run and those of the run that it is in the largest weight, as it is written down.</summary>
    public IEnumerable<string> Prefer(string group) => OfTheRun(group).Select(one => Weigh(one, _version == 2 ? "10000" : "262144"));

    /// <summary>What gives them their own again.</summary>
    public IEnumerable<string> Level(string group) => OfTheRun(group).Select(one => Weigh(one, Usual));

    /// <summary>As the kernel and the engine do when the last process of a container has ended.</summary>
    public void End(string group) => Directory.Delete(PathOf(group), recursive: true);

    /// <summary>All its processes end, while its group stays.</summary>
    public void Empty(string group) => File.WriteAllText(Path.Combine(PathOf(group), "cgroup.procs"), "");

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private string Usual => _version == 2 ? "100" : "1024";

    private static IEnumerable<string> WithParents(string group)
    {
        var parts = group.Split('/');
        return Enumerable.Range(1, parts.Length).Select(count => string.Join('/', parts.Take(count)));
    }

    // All runs are in the first of systemd's slices.
    private IEnumerable<string> OfTheRun(string group) => WithParents(group).Skip(_systemd ? 1 : 0);

    private string WeightOf(string group) => _version == 2 ? Path.Combine(Root, group, "cpu.weight") : Path.Combine(Root, "cpu", group, "cpu.shares");

    private string Weigh(string group, string word) => $"echo {word} >{WeightOf(group)[Root.Length..]}";

    private void Make(string group, string processes)
    {
        var folder = Directory.CreateDirectory(PathOf(group)).FullName;
        File.WriteAllText(Path.Combine(folder, "cgroup.procs"), processes);
        File.WriteAllText(Path.Combine(folder, _version == 2 ? "cgroup.freeze" : "freezer.state"), _version == 2 ? "0" : "THAWED");
        File.WriteAllText(Path.Combine(folder, "cgroup.events"), "populated 1\nfrozen 0\n");
        File.WriteAllText(Path.Combine(folder, _version == 2 ? "cgroup.threads" : "tasks"), processes);
    }

    private string PathOf(string group) => Path.Combine(Root, _version == 2 ? "" : "freezer", group);
}
