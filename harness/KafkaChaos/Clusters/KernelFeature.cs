using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Something that faults need of the kernel: all parts of at least one of the ways to it.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Needed">For which faults.</param>
/// <param name="Ways">Each a list of kernel options with their modules; the module is empty where there is none.</param>
internal sealed record KernelFeature(string Subject, string Needed, params (string Option, string Module)[][] Ways)
{
    // iptables-nft has nf_tables look at packets with the matches and targets of iptables by the one, iptables-legacy by the other.
    private static readonly (string Option, string Module) Compatible = ("NFT_COMPAT", "nft_compat");
    private static readonly (string Option, string Module) Legacy = ("IP_NF_FILTER", "iptable_filter");
    private static readonly (string Option, string Module) Queue = ("NETFILTER_NETLINK_QUEUE", "nfnetlink_queue");

    public static KernelFeature Freezer { get; } = new("control-group freezer", "faults pause and power-off, kills at one instant", [("CGROUP_FREEZER", "")]);

    public static KernelFeature PacketFilter { get; } = new("packet filter (iptables)", "faults isolate, slow and power-off",
        [("IP_NF_IPTABLES", "ip_tables"), ("IP_NF_FILTER", "iptable_filter")], [("NF_TABLES", "nf_tables")]);

    public static KernelFeature PacketQueue { get; } = new("packet queue (NFQUEUE)", "fault slow: delay",
        [Queue, ("NETFILTER_XT_TARGET_NFQUEUE", "xt_NFQUEUE"), Legacy], [Queue, ("NETFILTER_XT_TARGET_NFQUEUE", "xt_NFQUEUE"), Compatible]);

    public static KernelFeature PacketLoss { get; } = new("random packet loss (statistic match)", "fault slow: loss", 
        [("NETFILTER_XT_MATCH_STATISTIC", "xt_statistic"), Legacy], [("NETFILTER_XT_MATCH_STATISTIC", "xt_statistic"), Compatible]);

    public static KernelFeature PacketClasses { get; } = new("packet classes (htb, u32)", "fault slow: rate", [("NET_SCH_HTB", "sch_htb"), ("NET_CLS_U32", "cls_u32")]);

    public static KernelFeature LoopDevices { get; } = new("loop devices", "nodes with disks of their own: faults power-off, fill-disk and wipe", [("BLK_DEV_LOOP", "loop")]);

    public static KernelFeature Ext4 { get; } = new("file system ext4", "nodes with disks of their own: faults power-off, fill-disk and wipe", [("EXT4_FS", "ext4")]);

    public static IReadOnlyList<KernelFeature> All { get; } = [Freezer, PacketFilter, PacketQueue, PacketLoss, PacketClasses, LoopDevices, Ext4];

    /// <summary>Every module that belongs to it, such as <c>nfnetlink_queue, xt_NFQUEUE</c>; empty where it is never a module.</summary>
    public string Modules => string.Join(" or ", Ways.Select(way => string.Join(", ", way.Select(part => part.Module).Where(module => module.Length > 0))));

    /// <summary>Every kernel option that belongs to it.</summary>
    public string Options => string.Join(" or ", Ways.Select(way => string.Join(", ", way.Select(part => $"CONFIG_{part.Option}"))));

    public KernelSupport In(KernelView kernel) => Ways.Max(way => way.Min(part => kernel.Of(part.Option, part.Module)));

    public MachineFact Fact(KernelView kernel) => In(kernel) switch
    {
        KernelSupport.Present => new(Subject, FactState.Good, "in the kernel", Needed, null),
        KernelSupport.Loadable => new(Subject, FactState.Good, $"a module ({Modules}), loaded when it is asked for", Needed, null),
        KernelSupport.Absent => new(Subject, FactState.Limited, Modules.Length == 0 ? "not in this kernel" : $"not in this kernel, nor as a module ({Modules})", Needed, $"{Remedy(KernelSupport.Absent)}; every other fault works without it"),
        var support => new(Subject, FactState.Limited, Unseen(), Needed, Remedy(support)),
    };

    /// <summary>What brings it.</summary>
    // Distributions keep rarer modules apart from the kernel: the names are those of their packages.
    public string Remedy(KernelSupport support) => support == KernelSupport.Absent
        ? $"install the package with the kernel's further modules (Ubuntu: linux-modules-extra-$(uname -r); Fedora, RHEL: kernel-modules-extra; Debian: linux-image-amd64 in place of linux-image-cloud-amd64), or use a kernel with {Options}"
        : $"look for {Options} in the kernel's configuration";

    private static string Unseen() => Environment.IsPrivilegedProcess
        ? "cannot be seen: this kernel publishes neither its configuration nor its modules"
        : "cannot be seen without root";
}
