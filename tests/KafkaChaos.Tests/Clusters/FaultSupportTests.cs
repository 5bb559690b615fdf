using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class FaultSupportTests
{
    // Says of itself that it has nothing of what faults need.
    private static readonly Kernel Bare = new(new KernelView("CONFIG_MODULES=y\n", null, null, ""), Freezer: null, LoopControl: false, Ext4: false);
    private const string Queue = "nfnetlink_queue, xt_NFQUEUE, iptable_filter or nfnetlink_queue, xt_NFQUEUE, nft_compat";
    private const string Loss = "xt_statistic, iptable_filter or xt_statistic, nft_compat";
    private static readonly Kernel Silent = new(new KernelView(null, null, null, ""), Freezer: "here", LoopControl: false, Ext4: false);

    private static readonly Kernel Full = new(
        new KernelView(string.Concat(KernelFeature.All.SelectMany(feature => feature.Ways).SelectMany(way => way).Select(part => $"CONFIG_{part.Option}=y\n")), null, null, null),
        Freezer: "here",
        LoopControl: true,
        Ext4: true);

    [TestCase(Fault.Kill)]
    [TestCase(Fault.Stop)]
    [TestCase(Fault.Start)]
    [TestCase(Fault.Resume)]
    [TestCase(Fault.PowerOn)]
    [TestCase(Fault.Heal)]
    [TestCase(Fault.Empty)]
    [TestCase(Fault.Restart)]
    [TestCase(Fault.Upgrade)]
    [TestCase(Fault.Downgrade)]
    public void FaultsOfTheEngineItselfAndUndosNeedNothingOfTheKernel(Fault fault) => Assert.That(Missing(Of(fault), Bare), Is.Empty);

    [TestCase(Fault.Pause, "control-group freezer")]
    [TestCase(Fault.PowerOff, "control-group freezer", "ip_tables, iptable_filter or nf_tables", "loop", "ext4")]
    [TestCase(Fault.Isolate, "ip_tables, iptable_filter or nf_tables")]
    [TestCase(Fault.FillDisk, "loop", "ext4")]
    [TestCase(Fault.Wipe, "loop", "ext4")]
    public void OtherFaultsNameEachModuleThatIsMissing(Fault fault, params string[] missing)
    {
        var found = Missing(Of(fault), Bare);
        Assert.That(found, Has.Count.EqualTo(missing.Length));
        foreach (var (obstacle, module) in found.Zip(missing))
        {
            Assert.That(obstacle.Missing, Does.StartWith("this kernel has no ").And.EndWith(module));
            Assert.That(obstacle.Certain);
            Assert.That(obstacle.Remedy, Is.Not.Empty);
        }
    }

    [TestCase("delay", "ip_tables, iptable_filter or nf_tables", Queue)]
    [TestCase("loss", "ip_tables, iptable_filter or nf_tables", Loss)]
    [TestCase("rate", "sch_htb, cls_u32")]
    [TestCase("all", "ip_tables, iptable_filter or nf_tables", Queue, Loss, "sch_htb, cls_u32")]
    public void ASlowNetworkNeedsWhatItsOptionsNeed(string what, params string[] modules)
    {
        var all = what == "all";
        var options = new FaultOptions.Slowness(null, all || what == "delay" ? TimeSpan.FromMilliseconds(50) : null, null, all || what == "loss" ? 0.1 : null, all || what == "rate" ? 1000 : null);
        var found = Missing(Of(Fault.Slow) with { Options = options }, Bare);
        Assert.That(found.Select(obstacle => obstacle.Missing.Split("kernel module ")[1]), Is.EqualTo(modules));
        Assert.That(found.Select(obstacle => obstacle.Remedy), Has.All.Contains("linux-modules-extra"));
    }

    [Test]
    public void AKernelThatHasEverythingCanDoEveryFault()
    {
        foreach (var fault in Enum.GetValues<Fault>().Where(fault => fault != Fault.Slow))
        {
            Assert.That(Missing(Of(fault), Full), Is.Empty, $"{fault}");
        }

        Assert.That(Missing(Of(Fault.Slow) with { Options = new FaultOptions.Slowness(null, TimeSpan.FromSeconds(1), null, 1, 1) }, Full), Is.Empty);
    }

    [Test]
    public void WhatCannotBeSeenIsNoCertainObstacle()
    {
        var found = Missing(Of(Fault.Isolate), Silent).Single();
        Assert.That(found.Certain, Is.False);
        Assert.That(found.Missing, Does.StartWith("cannot be seen"));
        Assert.That(found.Remedy, Does.Contain("CONFIG_IP_NF_IPTABLES"));
    }

    [Test]
    public void AConfinedEngineCannotDoWhatNeedsTheAgent()
    {
        var rootless = EngineFacts.Confined(["name=rootless"])!;
        Step[] steps = [Of(Fault.Kill), Of(Fault.Pause), Of(Fault.Isolate), Of(Fault.Wipe)];
        var found = FaultSupport.Of(steps, Full, [rootless]);
        Assert.That(found.Select(obstacle => obstacle.Step), Is.EqualTo((int[])[2, 3]));
        Assert.That(found[0].Missing, Does.Contain("a rootless engine"));
    }

    [Test]
    public void AnEngineWithoutGroupsOfZonesCanNeitherPauseNorPowerOff()
    {
        Step[] steps = [Of(Fault.Kill), Of(Fault.Pause), Of(Fault.Isolate), Of(Fault.PowerOff)];
        Assert.That(FaultSupport.Of(steps, Full, [EngineFacts.ControlGroups("1", "none")]).Select(obstacle => obstacle.Step), Is.EqualTo((int[])[1, 3]));
    }

    [Test]
    public void ARunIsRefusedForEverythingThatIsCertainlyMissingAtOnceAndForNothingElse()
    {
        Step[] steps = [Of(Fault.Kill), Of(Fault.Isolate), Of(Fault.Slow) with { Options = new FaultOptions.Slowness(null, TimeSpan.FromMilliseconds(50), null, null, null) }];
        var refused = Assert.Throws<EnvironmentException>(() => FaultSupport.Require(steps, Bare, []))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Where, Is.EqualTo("step 2 (Isolate), step 3 (Slow)"));
            Assert.That(refused.Seen, Does.Contain("this kernel has no").And.Contain("kernel module ip_tables").And.Contain("nfnetlink_queue"));
            Assert.That(refused.Remedy, Does.Contain("linux-modules-extra"));
        }

        Assert.DoesNotThrow(() => FaultSupport.Require(steps, Silent, []), "what cannot be seen shows when it is done");
        Assert.DoesNotThrow(() => FaultSupport.Require(steps, Full, []));
    }

    private static IReadOnlyList<FaultObstacle> Missing(Step step, Kernel kernel) => FaultSupport.Of([step], kernel, []);

    private static Step Of(Fault fault) => new(null, TimeSpan.Zero, fault, new Target.Zones(["a"]));
}
