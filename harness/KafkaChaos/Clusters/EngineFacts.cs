using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What the engine says of itself and of its control groups.</summary>
internal static class EngineFacts
{
    /// <summary>The subject of the fact about the engine's control groups.</summary>
    public const string Groups = "control groups";

    private const string Needed = "an engine with API 1.41 or newer (Docker Engine 20.10) on this machine's own Linux kernel";

    /// <summary>Connects to the engine as a run does.</summary>
    /// <returns>The engine, which the caller disposes of; or null and the fact that says why there is none.</returns>
    public static async Task<(DockerEngine? Engine, MachineFact? Problem)> ConnectAsync(CancellationToken token)
    {
        try
        {
            return (await DockerEngine.ConnectAsync(token), null);
        }
        catch (EnvironmentException problem)
        {
            return (null, Of(problem));
        }
        catch (Exception problem) when (!token.IsCancellationRequested)
        {
            return (null, new("engine", FactState.Missing, $"{problem.GetType().Name}: {problem.Message}", Needed, "make sure that this works: docker info"));
        }
    }

    public static IEnumerable<MachineFact> Of(DockerEngine engine)
    {
        var info = engine.Info;
        yield return new("engine", FactState.Good, $"Docker Engine {info.ServerVersion}, API {engine.Endpoint.ApiVersion}, at {engine.Endpoint.Address}", Needed, null);
        yield return new("kernel", FactState.Good, $"{info.KernelVersion}, the engine's and this machine's own ({info.OperatingSystem})", "one kernel for both: clients reach the containers' own addresses", null);
        yield return ControlGroups(info.CgroupVersion ?? "1", info.CgroupDriver);
        if (Confined(info.SecurityOptions ?? []) is { } confined)
        {
            yield return confined;
        }

        if (LabelsContainers(info.SecurityOptions ?? []))
        {
            yield return new("SELinux", FactState.Good, "the engine labels its containers; the agent gets none (label=disable), which was not tried on such a machine", "an agent that may enter other containers", null);
        }
    }

    /// <summary>Whether SELinux keeps containers from each other, by the engine's labels.</summary>
    /// <param name="options">As <see cref="Confined"/>.</param>
    public static bool LabelsContainers(IEnumerable<string> options) => options.SelectMany(option => option.Split(',')).Contains("name=selinux");

    public static MachineFact ControlGroups(string version, string driver)
    {
        const string needed = "a driver that puts each node into its zone's group";
        return driver is "cgroupfs" or "systemd"
            ? new(Groups, FactState.Good, $"version {version}, driver {driver}", needed, null)
            : new(Groups, FactState.Limited, $"version {version}, driver {driver}", needed, "run the engine as root, or with control groups version 2 and systemd: zones are not groups otherwise, and pause and power-off are off");
    }

    /// <summary>Null where the engine is not confined.</summary>
    /// <param name="options">As the engine lists them, such as <c>name=seccomp,profile=default</c>.</param>
    public static MachineFact? Confined(IEnumerable<string> options)
    {
        var names = options.SelectMany(option => option.Split(',')).Where(part => part is "name=rootless" or "name=userns").ToList();
        return names.Count == 0 ? null : new(
            "engine's rights",
            FactState.Limited,
            names.Contains("name=rootless") ? "a rootless engine" : "an engine that maps users (userns-remap)",
            "an engine of root: the agent enters nodes' networks, freezes zones and makes disks",
            "use an engine that runs as root; kills, stops and starts work without");
    }

    public static MachineFact Of(EnvironmentException problem) =>
        new("engine", FactState.Missing, $"{problem.What} {problem.Where} {problem.Seen}", problem.Expected, problem.Remedy);
}
