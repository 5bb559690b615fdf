using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Memory and disk of this machine against the need of a run.</summary>
internal static class RoomFacts
{
    /// <param name="need">Of a run.</param>
    /// <param name="dockerRoot">Where the engine keeps containers; null where there is no engine.</param>
    /// <param name="runs">The folder of run folders; need not exist.</param>
    public static IReadOnlyList<MachineFact> Look(ResourceNeed need, string? dockerRoot, string runs)
    {
        var places = new List<DiskPlace>();
        if (dockerRoot is { Length: > 0 })
        {
            places.Add(DiskPlace.Look("containers", dockerRoot, need.EngineDisk));
        }

        places.Add(DiskPlace.Look("run folder", runs, need.RunsDisk));
        places.Add(DiskPlace.Look("temporary files", Path.GetTempPath(), need.TempDisk));
        return [Memory(MemoryInfo.Available(), need.Memory), .. Disks(places)];
    }

    public static MachineFact Memory(long? available, long need)
    {
        var needed = $"{ByteSize.Text(need)} available";
        return available switch
        {
            null => new("memory", FactState.Limited, "how much is available cannot be seen: there is no MemAvailable in /proc/meminfo", needed, "make sure yourself that there is enough"),
            { } bytes when bytes < need => new("memory", FactState.Missing, $"{ByteSize.Text(bytes)} available", needed, "end other programs or containers, or run a smaller topology (such as scenarios/lose-one-zone-zookeeper-only.yaml)"),
            { } bytes => new("memory", FactState.Good, $"{ByteSize.Text(bytes)} available", needed, null),
        };
    }

    /// <summary>One fact for each file system: the needs of all that a run writes there add up.</summary>
    public static IEnumerable<MachineFact> Disks(IEnumerable<DiskPlace> places) => places.GroupBy(place => place.Device).Select(OfOne);

    private static MachineFact OfOne(IGrouping<string, DiskPlace> device)
    {
        var need = device.Sum(place => place.Need);
        var free = device.Min(place => place.Free);
        var where = string.Join(", ", device.Select(place => place.Path).Distinct());
        var subject = $"disk for {string.Join(", ", device.Select(place => place.Purpose))}";
        var needed = $"{ByteSize.Text(need)} free";
        return free switch
        {
            null => new(subject, FactState.Limited, $"how much is free cannot be seen: {where}", needed, "make sure yourself that there is enough"),
            { } bytes when bytes < need => new(subject, FactState.Missing, $"{ByteSize.Text(bytes)} free in {where}", needed, $"free space there ({Way(device)})"),
            { } bytes => new(subject, FactState.Good, $"{ByteSize.Text(bytes)} free in {where}", needed, null),
        };
    }

    private static string Way(IEnumerable<DiskPlace> places) => string.Join("; ", places.Select(place => place.Purpose switch
    {
        "containers" => "docker system df shows what takes it, docker system prune frees what nothing uses",
        "run folder" => "remove old run folders, or choose another place with --runs",
        _ => "remove old files, or choose another place with TMPDIR",
    }));
}
