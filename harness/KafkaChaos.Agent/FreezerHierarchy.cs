namespace KafkaChaos.Agents;

/// <summary>Where and how the kernel freezes a control group and shares out the processor, in either version of the hierarchy.</summary>
/// <param name="Machine">Whose kernel it is.</param>
/// <param name="Folder">Where groups are folders, of the freezer's own in version 1.</param>
/// <param name="Version">1 or 2.</param>
internal sealed record FreezerHierarchy(IMachine Machine, string Folder, int Version)
{
    public const string Root = "/sys/fs/cgroup";

    /// <summary>Parent of all runs where groups are systemd's; it is no run's own.</summary>
    private const string Slice = "kafkachaos.slice";

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true };

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static FreezerHierarchy Find(IMachine machine, string root) =>
        File.Exists(Path.Combine(root, "cgroup.controllers")) ? new(machine, root, 2)
        : Directory.Exists(Path.Combine(root, "freezer")) ? new(machine, Path.Combine(root, "freezer"), 1)
        : throw new InvalidOperationException($"{root} has neither cgroup.controllers nor freezer: the kernel has no freezer, or its control groups are not mounted");

    public bool Has(string group) => Directory.Exists(PathOf(group));

    /// <summary>Asks the kernel; it may take a while.</summary>
    /// <returns>What was written, for the history.</returns>
    public string Ask(string group, bool frozen)
    {
        var (file, word) = Version == 2 ? ("cgroup.freeze", frozen ? "1" : "0") : ("freezer.state", frozen ? "FROZEN" : "THAWED");
        var path = Path.Combine(PathOf(group), file);
        Machine.Write(path, word);
        return $"echo {word} >{path}";
    }

    /// <summary>Whether every process of the group is as it was asked to be.</summary>
    public bool Is(string group, bool frozen) => IsFrozen(PathOf(group)) == frozen;

    /// <summary>
    /// Whether no thread of the group, and of those in it, comes back to its own program before it is thawed: it is frozen, or
    /// the kernel has it wait, for a disk or for another thread, in a call that ends in the freezer.
    /// </summary>
    /// <remarks>To be asked after <see cref="Ask"/>, which marks every thread before it returns.</remarks>
    public bool IsHeld(string group)
    {
        try
        {
            return Directory.EnumerateDirectories(PathOf(group), "*", Below)
                .Prepend(PathOf(group))
                .Where(folder => !IsFrozen(folder))
                .SelectMany(folder => File.ReadAllLines(Path.Combine(folder, Version == 2 ? "cgroup.threads" : "tasks")))
                .All(thread => IsHeldThread(int.Parse(thread, System.Globalization.CultureInfo.InvariantCulture)));
        }
        // A group or a thread that ended while it was looked at is not there at the next look.
        catch (IOException)
        {
            return false;
        }
    }

    private bool IsHeldThread(int thread) => Machine.Read($"/proc/{thread}/stat") is { } stat && Held.Contains(stat[stat.LastIndexOf(')') + 2]);

    // States of proc(5): waiting for what nothing disturbs, stopped, dead; and in version 2, which has its threads wait as for a signal, that.
    private string Held => Version == 2 ? "DTtZXS" : "DTtZX";

    /// <summary>The largest weight that the kernel takes (sched(7), cgroups(7)); the usual ones are 1024 and 100.</summary>
    public string MostWeight => Version == 2 ? "10000" : "262144";

    /// <summary>A sixteenth of the usual ones.</summary>
    public string LittleWeight => Version == 2 ? "6" : "64";

    /// <summary>The files with the weights of a group and of those of its run that it is in, outermost first. They need not be there.</summary>
    public IEnumerable<string> WeightsOf(string group)
    {
        var (folder, file) = Version == 2 ? (Folder, "cpu.weight") : (Path.Combine(Path.GetDirectoryName(Folder)!, "cpu"), "cpu.shares");
        foreach (var part in group.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            folder = Path.Combine(folder, part);
            if (part != Slice)
            {
                yield return Path.Combine(folder, file);
            }
        }
    }

    /// <summary>Every process of the group and of those in it.</summary>
    public IEnumerable<int> ProcessesOf(string group) => Directory.EnumerateDirectories(PathOf(group), "*", Below)
        .Prepend(PathOf(group))
        .SelectMany(folder => File.ReadAllLines(Path.Combine(folder, "cgroup.procs")))
        .Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The process that holds the network namespace of a sandbox.</summary>
    /// <exception cref="InvalidOperationException">There is none any more.</exception>
    public int HolderOf(string sandbox) => ProcessesOf(sandbox).FirstOrDefault() is not 0 and var process
        ? process
        : throw new InvalidOperationException($"no process holds the network namespace of {sandbox}");

    private bool IsFrozen(string folder) => Version == 2
        ? File.ReadAllText(Path.Combine(folder, "cgroup.events")).Contains("frozen 1", StringComparison.Ordinal)
        : File.ReadAllText(Path.Combine(folder, "freezer.state")).StartsWith("FROZEN", StringComparison.Ordinal);

    private string PathOf(string group) => Path.Combine(Folder, group.TrimStart('/'));
}
