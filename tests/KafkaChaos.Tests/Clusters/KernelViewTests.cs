using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class KernelViewTests
{
    // As in /proc/config.gz of a kernel made for small virtual machines.
    private const string Configuration = """
        CONFIG_CGROUP_FREEZER=y
        CONFIG_NF_TABLES=y
        CONFIG_NETFILTER_XT_TARGET_NFQUEUE=y
        CONFIG_IP_NF_IPTABLES=y
        # CONFIG_IP_NF_FILTER is not set
        # CONFIG_NET_SCH_NETEM is not set
        CONFIG_BLK_DEV_LOOP=m
        CONFIG_EXT4_FS=y
        """;

    // As in modules.builtin and modules.dep of Debian 12.
    private const string BuiltIn = "kernel/fs/configfs/configfs.ko\nkernel/net/sched/sch_tbf.ko\n";
    private const string Modules = "kernel/net/sched/sch_netem.ko:\nkernel/net/netfilter/nfnetlink_queue.ko: kernel/net/netfilter/nfnetlink.ko\n";

    [TestCase("EXT4_FS", "ext4", "Present")]
    [TestCase("NET_SCH_NETEM", "sch_netem", "Absent")]
    [TestCase("NET_SCH_TBF", "sch_tbf", "Absent")]
    [TestCase("BLK_DEV_LOOP", "loop", "Unknown")]
    public void AConfigurationSaysWhatIsIn(string option, string module, string expected) =>
        Assert.That(new KernelView(Configuration, null, null, null).Of(option, module).ToString(), Is.EqualTo(expected));

    [TestCase("NET_SCH_TBF", "sch_tbf", "Present")]
    [TestCase("NET_SCH_NETEM", "sch_netem", "Loadable")]
    [TestCase("EXT4_FS", "ext4", "Absent")]
    public void ListsOfModulesSayItWithoutAConfiguration(string option, string module, string expected) =>
        Assert.That(new KernelView(null, BuiltIn, Modules, null).Of(option, module).ToString(), Is.EqualTo(expected));

    [Test]
    public void AModuleOfTheConfigurationMustBeThereAsAFile()
    {
        var kernel = new KernelView("CONFIG_NET_SCH_NETEM=m\nCONFIG_BLK_DEV_LOOP=m\n", BuiltIn, Modules, null);
        Assert.That(kernel.Of("NET_SCH_NETEM", "sch_netem"), Is.EqualTo(KernelSupport.Loadable));
        Assert.That(kernel.Of("BLK_DEV_LOOP", "loop"), Is.EqualTo(KernelSupport.Absent));
    }

    [Test]
    public void ALoadedModuleIsPresentWhateverElseIsKnown() =>
        Assert.That(new KernelView(null, null, null, "loop 40960 0 - Live 0x0000000000000000\n").Of("BLK_DEV_LOOP", "loop"), Is.EqualTo(KernelSupport.Present));

    [Test]
    public void WhatCannotBeReadIsUnknownAndNotAbsent() =>
        Assert.That(new KernelView(null, null, null, "").Of("EXT4_FS", "ext4"), Is.EqualTo(KernelSupport.Unknown));

    [Test]
    public void AFeatureNeedsAllPartsOfOneOfItsWays()
    {
        var kernel = new KernelView(Configuration, null, null, null);
        Assert.That(Feature("packet filter (iptables)").In(kernel), Is.EqualTo(KernelSupport.Present));
        Assert.That(Feature("packet queue (NFQUEUE)").In(kernel), Is.EqualTo(KernelSupport.Absent), "its netlink part is missing");
    }

    [TestCase("NF_TABLES=y", "Present", "Absent")]
    [TestCase("NF_TABLES=y\nCONFIG_NFT_COMPAT=y", "Present", "Present")]
    [TestCase("IP_NF_IPTABLES=y", "Absent", "Absent")]
    [TestCase("IP_NF_IPTABLES=y\nCONFIG_IP_NF_FILTER=y", "Present", "Present")]
    public void RulesNeedATableAndMatchesAWayToIt(string configured, string filter, string loss)
    {
        var kernel = new KernelView($"CONFIG_NETFILTER_XT_MATCH_STATISTIC=y\nCONFIG_{configured}\n", null, null, "");
        Assert.That((KernelFeature.PacketFilter.In(kernel).ToString(), KernelFeature.PacketLoss.In(kernel).ToString()), Is.EqualTo((filter, loss)));
    }

    [Test]
    public void WhatIsMissingIsNamedByItsModuleAndItsPackage()
    {
        var fact = KernelFeature.PacketLoss.Fact(new KernelView("", null, null, ""));
        Assert.That(fact.Seen, Does.Contain("xt_statistic").And.Contain("nft_compat"));
        Assert.That(fact.Remedy, Does.Contain("linux-modules-extra").And.Contain("kernel-modules-extra").And.Contain("CONFIG_NETFILTER_XT_MATCH_STATISTIC"));
    }

    [Test]
    public void EveryFactThatIsNotGoodHasARemedy()
    {
        foreach (var kernel in new[] { new KernelView("", null, null, null), new KernelView(null, null, null, null), new KernelView(Configuration, BuiltIn, Modules, "") })
        {
            var facts = KernelFacts.Of(new Kernel(kernel, Freezer: null, LoopControl: false, Ext4: false)).ToList();
            Assert.That(facts, Has.Count.EqualTo(8));
            Assert.That(facts.Where(fact => fact.State != FactState.Good).Select(fact => fact.Remedy), Has.All.Not.Empty.And.All.Not.Null);
            Assert.That(facts.Select(fact => fact.State), Has.None.EqualTo(FactState.Missing), "without them a run still starts");
        }
    }

    private static KernelFeature Feature(string subject) => KernelFeature.All.Single(feature => feature.Subject == subject);
}
