namespace KafkaChaos.Agents;

/// <summary>The nodes' disks: an ext4 each, in a file behind a loop device.</summary>
/// <param name="hierarchy">Finds the processes that see a mounted disk.</param>
/// <param name="folder">Where the files are: a volume of the run.</param>
internal sealed class Disks(FreezerHierarchy hierarchy, string folder)
{
    /// <summary>Where a node has its disk mounted.</summary>
    public const string Mount = "/kafkachaos/disk";

    private const string Ballast = "kafkachaos-ballast";

    private readonly Dictionary<string, ILoopDevice> _devices = [];

    /// <returns>The device.</returns>
    /// <exception cref="InvalidOperationException">There is no room, no loop device, or the file system was not made.</exception>
    public string Make(DiskOrder order, List<string> commands)
    {
        var file = Path.Combine(folder, $"{order.Name}.ext4");
        using (var image = File.Create(file))
        {
            image.SetLength(order.Bytes);
        }

        Format(file, commands);
        var device = hierarchy.Machine.Attach(file);
        lock (_devices)
        {
            _devices[order.Name] = device;
        }

        lock (commands)
        {
            commands.Add($"losetup {device.Path} {file} # detached by the kernel at its last close");
        }

        return device.Path;
    }

    /// <returns>The UUIDs of the file systems that was there and that is.</returns>
    /// <exception cref="InvalidOperationException">It is mounted.</exception>
    public (string Before, string After) Wipe(string disk, List<string> commands)
    {
        var device = DeviceOf(disk).Path;
        var before = Look(device, commands).Uuid;
        Format(device, commands);
        return (before, Look(device, commands).Uuid);
    }

    /// <summary>Opens what is to be shut, so that the shutting itself takes no time.</summary>
    /// <returns>Null where no process of the group is there that sees it: then it is not mounted.</returns>
    public IFileSystem? Reach(string disk, string group)
    {
        var process = hierarchy.ProcessesOf(group).FirstOrDefault();
        return process == 0 ? null : hierarchy.Machine.Reach(PathOf(process), DeviceOf(disk).Number);
    }

    /// <summary>What its kernel had not written is lost.</summary>
    public void ShutDown(string disk, IFileSystem reached, List<string> commands)
    {
        reached.ShutDown();
        commands.Add($"ioctl EXT4_IOC_SHUTDOWN NOLOGFLUSH {DeviceOf(disk).Path}");
    }

    /// <returns>How many bytes were taken, less than a block is left then; and the free bytes before and after.</returns>
    public (long Taken, long Before, long After) Fill(string disk, string group, List<string> commands)
    {
        using var reached = Reach(disk, group) ?? throw new InvalidOperationException($"no process of {group} runs, so that its disk is not mounted");
        var ballast = $"{PathOf(hierarchy.ProcessesOf(group).First())}/{Ballast}";
        var before = reached.Room;
        commands.Add($"fill {ballast}");
        var taken = reached.Fill(Ballast);
        commands.Add($"sync {ballast}");
        reached.Flush(Ballast);
        return (taken, before, reached.Room);
    }

    /// <summary>The undo of <see cref="Fill"/>, where the disk is mounted or not.</summary>
    /// <returns>The free bytes before and after.</returns>
    public (long Before, long After) Empty(string disk, string group, List<string> commands)
    {
        if (hierarchy.Has(group) && Reach(disk, group) is { } reached)
        {
            using (reached)
            {
                var ballast = $"{PathOf(hierarchy.ProcessesOf(group).First())}/{Ballast}";
                var full = reached.Room;
                commands.Add($"rm {ballast}");
                reached.Remove(Ballast);
                commands.Add($"sync {ballast}");
                reached.Flush(Ballast);
                return (full, reached.Room);
            }
        }

        // Not mounted: debugfs takes the file away, and e2fsck frees its blocks; the journal is replayed before.
        var device = DeviceOf(disk).Path;
        hierarchy.Machine.Run(commands, null, "bash", "-c", $"e2fsck -fp {device}; [ $? -le 1 ]");
        var before = Look(device, commands).Room;
        hierarchy.Machine.Run(commands, null, "bash", "-c", $"debugfs -w -R 'rm {Ballast}' {device} && {{ e2fsck -fy {device}; [ $? -le 1 ]; }}");
        return (before, Look(device, commands).Room);
    }

    /// <summary>Detaches every disk that is not mounted; the kernel does the others when they are.</summary>
    public void Leave()
    {
        lock (_devices)
        {
            foreach (var device in _devices.Values)
            {
                device.Dispose();
            }

            _devices.Clear();
        }
    }

    // No share is kept for root: a disk that is full shall be full for everybody.
    private void Format(string target, List<string> commands) =>
        hierarchy.Machine.Run(commands, null, "mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard", target);

    private SuperBlock Look(string device, List<string> commands) => SuperBlock.Read(hierarchy.Machine.Run(commands, null, "dumpe2fs", "-h", device));

    private static string PathOf(int process) => $"/proc/{process}/root{Mount}";

    private ILoopDevice DeviceOf(string disk)
    {
        lock (_devices)
        {
            return _devices.TryGetValue(disk, out var device) ? device : throw new InvalidOperationException($"the node {disk} has no disk of its own");
        }
    }
}
