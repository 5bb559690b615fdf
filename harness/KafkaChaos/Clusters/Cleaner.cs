using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace KafkaChaos.Clusters;

/// <summary>Finds what runs left on this machine, and removes it: by label containers, volumes and networks, by name control groups; loop devices and mounts end with these.</summary>
public sealed class Cleaner(DockerEngine engine)
{
    // What a program asked the engine for before it died may appear after a first empty look: two seconds of emptiness.
    private const int EmptyLooksAfterADeath = 20;

    // Loop devices and mounts go within a moment of what held them; those that nothing of the run holds any more, for five seconds, are for a person to undo.
    private const int LooksAtTracesAlone = 50;

    private static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Every run of which something stands, alive or not.</summary>
    public async Task<IReadOnlyList<RunTrace>> FindAsync(CancellationToken token)
    {
        // In this order: a run makes its network and volumes, which name its lock, before its control groups and devices.
        var unlabelled = ControlGroups.Of(null).Select(path => (Run: ControlGroups.RunOf(path), Name: $"control group {path}")).Concat(DiskTraces.Of(null))
            .Select(trace => new Thing(trace.Run, trace.Name, null, null, _ => Task.CompletedTask)).ToList();
        var things = await LabelledAsync(null, token);
        return [.. things.Concat(unlabelled).GroupBy(thing => thing.Run).Select(run => new RunTrace(
            run.Key,
            run.Select(thing => thing.Lock).FirstOrDefault(path => path is not null) ?? RunLock.PathOf(run.Key),
            run.Select(thing => thing.Owner).FirstOrDefault(owner => owner is not null),
            [.. run.Select(thing => thing.Name)]))];
    }

    /// <summary>Removes all that a run left.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="ownerDied">Whether its program is gone, so that what it had asked for may still come.</param>
    /// <param name="token">Ends the removal.</param>
    /// <returns>What could not be removed; empty where nothing remains.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(string run, bool ownerDied, CancellationToken token)
    {
        var (empty, enough) = (0, ownerDied ? EmptyLooksAfterADeath : 1);
        var traces = 0;
        try
        {
            await Wait.UntilAsync($"everything of run {run} to be gone", Deadline, async cancelled =>
            {
                await ThawAsync(run, cancelled);
                var things = await LabelledAsync(run, cancelled);
                await RemoveAllAsync(things.Where(thing => thing.Name.StartsWith("container", StringComparison.Ordinal)), cancelled);
                await RemoveAllAsync(things.Where(thing => !thing.Name.StartsWith("container", StringComparison.Ordinal)), cancelled);
                await ControlGroupSweep.RemoveAsync(engine, run, cancelled);
                var left = await LeftoversAsync(run, cancelled);
                empty = left.Count == 0 ? empty + 1 : 0;
                traces = left.Count > 0 && left.Count == DiskTraces.Of(run).Count ? traces + 1 : 0;
                return new Look(empty >= enough || traces >= LooksAtTracesAlone, string.Join(", ", left));
            }, token);
        }
        catch (WaitException)
        {
            // What remains is asked for below, and told to whoever called.
        }

        return await LeftoversAsync(run, token);
    }

    /// <summary>Has the processes of a run go on that are frozen: the engine may hang on them.</summary>
    public Task ThawAsync(string run, CancellationToken token) => ControlGroupSweep.ThawAsync(engine, run, token);

    /// <summary>What of a run stands now: kind and name of each.</summary>
    public async Task<IReadOnlyList<string>> LeftoversAsync(string run, CancellationToken token) =>
        [.. (await LabelledAsync(run, token)).Select(thing => thing.Name), .. ControlGroups.Of(run).Select(path => $"control group {path}"), .. DiskTraces.Of(run).Select(trace => trace.Name)];

    private static Task RemoveAllAsync(IEnumerable<Thing> things, CancellationToken token) =>
        Task.WhenAll(things.Select(async thing =>
        {
            try
            {
                await thing.Remove(token);
            }
            // Gone already, or being removed, or still in use by what is being removed: the next look decides.
            catch (DockerApiException busy) when (busy.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.Forbidden)
            {
            }
        }));

    private async Task<IReadOnlyList<Thing>> LabelledAsync(string? run, CancellationToken token)
    {
        IDictionary<string, IDictionary<string, bool>> filter = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [run is null ? RunIdentity.RunLabel : $"{RunIdentity.RunLabel}={run}"] = true },
        };
        var containers = await engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filter }, token);
        var networks = await engine.Client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = filter }, token);
        var volumes = await engine.Client.Volumes.ListAsync(new VolumesListParameters { Filters = filter }, token);
        return
        [
            .. containers.Select(one => Of(one.Labels, $"container {one.Names.FirstOrDefault()?.TrimStart('/') ?? one.ID}", cancelled =>
                engine.Client.Containers.RemoveContainerAsync(one.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancelled))),
            .. networks.Select(one => Of(one.Labels, $"network {one.Name}", cancelled => engine.Client.Networks.DeleteNetworkAsync(one.ID, cancelled))),
            .. (volumes.Volumes ?? []).Select(one => Of(one.Labels, $"volume {one.Name}", cancelled => engine.Client.Volumes.RemoveAsync(one.Name, true, cancelled))),
        ];
    }

    private static Thing Of(IDictionary<string, string> labels, string name, Func<CancellationToken, Task> remove) => new(
        labels[RunIdentity.RunLabel],
        name,
        labels.TryGetValue(RunIdentity.LockLabel, out var path) ? path : null,
        labels.TryGetValue(RunIdentity.OwnerLabel, out var owner) ? owner : null,
        remove);

    private sealed record Thing(string Run, string Name, string? Lock, string? Owner, Func<CancellationToken, Task> Remove);
}
