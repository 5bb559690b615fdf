using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace KafkaChaos.Clusters;

/// <summary>What tells one run's containers, networks and control groups from another's.</summary>
/// <param name="Id">Eight hexadecimal digits: legal in names of containers, networks, slices and files.</param>
/// <param name="Owner">Boot id, mount namespace, process id and start time of the program that owns the run, with colons between.</param>
public sealed record RunIdentity(string Id, string Owner)
{
    public const string RunLabel = "kafkachaos.run";
    public const string OwnerLabel = "kafkachaos.owner";
    public const string LockLabel = "kafkachaos.lock";
    public const string DomainLabel = "kafkachaos.domain";
    public const string ZoneLabel = "kafkachaos.zone";
    public const string NodeLabel = "kafkachaos.node";

    /// <summary>The control group over all of the run's nodes; also the name of its network.</summary>
    public string Name => $"kafkachaos-{Id}";

    public static RunIdentity New()
    {
        using var self = Process.GetCurrentProcess();
        var started = new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new RunIdentity(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), $"{Place()}:{Environment.ProcessId}:{started}");
    }

    /// <summary>Labels that everything of the run carries.</summary>
    public Dictionary<string, string> Labels(RunLock held) => new()
    {
        [RunLabel] = Id,
        [OwnerLabel] = Owner,
        [LockLabel] = held.Path,
    };

    /// <summary>Where this program runs: the boot of the machine, and the mount namespace in which lock files can be seen.</summary>
    public static string Place() => $"{BootId()}:{new FileInfo("/proc/self/ns/mnt").LinkTarget?.Trim('m', 'n', 't', ':', '[', ']')}";

    public static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
