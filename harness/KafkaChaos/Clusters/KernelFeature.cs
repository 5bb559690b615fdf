using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Something that faults need of the kernel: all parts of at least one of the ways to it.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Needed">For which faults.</param>
/// <param name="Ways">Each a list of kernel options with their modules.</param>
internal sealed record KernelFeature(string Subject, string Needed, params (string Option, string Module)[][] Ways)
{
    public static IReadOnlyList<KernelFeature> All { get; } =
    [
        new("packet filter (iptables)", "faults isolate, slow and power-off",
            [("IP_NF_IPTABLES", "ip_tables")], [("NF_TABLES", "nf_tables")]),
        new("packet queue (NFQUEUE)", "fault slow: delay",
            [("NETFILTER_NETLINK_QUEUE", "nfnetlink_queue"), ("NETFILTER_XT_TARGET_NFQUEUE", "xt_NFQUEUE")]),
        new("random packet loss (statistic match)", "fault slow: loss", [("NETFILTER_XT_MATCH_STATISTIC", "xt_statistic")]),
        new("packet rate (tbf)", "fault slow: rate", [("NET_SCH_TBF", "sch_tbf")]),
        new("loop devices", "nodes with disks of their own: faults power-off, fill-disk and wipe", [("BLK_DEV_LOOP", "loop")]),
        new("file system ext4", "nodes with disks of their own: faults power-off, fill-disk and wipe", [("EXT4_FS", "ext4")]),
    ];

    public KernelSupport In(KernelView kernel) => Ways.Max(way => way.Min(part => kernel.Of(part.Option, part.Module)));

    public MachineFact Fact(KernelView kernel) => In(kernel) switch
    {
        KernelSupport.Present => new(Subject, FactState.Good, "in the kernel", Needed, null),
        KernelSupport.Loadable => new(Subject, FactState.Good, $"a module ({Modules}), loaded when it is asked for", Needed, null),
        KernelSupport.Absent => new(Subject, FactState.Limited, "not in this kernel", Needed, $"use a kernel with {Options}; every other fault works without it"),
        _ => new(Subject, FactState.Limited, Unseen(), Needed, $"look yourself: {Options}"),
    };

    private string Modules => string.Join(" or ", Ways.Select(way => string.Join(", ", way.Select(part => part.Module))));

    private string Options => string.Join(" or ", Ways.Select(way => string.Join(", ", way.Select(part => $"CONFIG_{part.Option}"))));

    private static string Unseen() => Environment.IsPrivilegedProcess
        ? "cannot be seen: this kernel publishes neither its configuration nor its modules"
        : "cannot be seen without root";
}
