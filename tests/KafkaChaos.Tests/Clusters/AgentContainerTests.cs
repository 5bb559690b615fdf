using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>The agent gets no more than its scenario's faults need.</summary>
public sealed class AgentContainerTests
{
    [TestCase(new[] { Fault.Stop, Fault.Start, Fault.Restart }, AgentRights.None)]
    [TestCase(new[] { Fault.Kill, Fault.Start }, AgentRights.Processes)]
    [TestCase(new[] { Fault.Kill, Fault.Isolate }, AgentRights.Processes | AgentRights.Networks)]
    [TestCase(new[] { Fault.FillDisk, Fault.Wipe }, AgentRights.Processes | AgentRights.Disks)]
    [TestCase(new[] { Fault.PowerOff }, AgentRights.Processes | AgentRights.Networks | AgentRights.Disks)]
    public void TheFaultsSayWhichRightsAreNeeded(Fault[] faults, AgentRights rights) => Assert.That(AgentRightsOf.Faults(faults), Is.EqualTo(rights));

    [Test]
    public void TheAgentLooksForADiskWhereTheNodeHasIt() => Assert.That(Disks.Mount, Is.EqualTo(NodeConfiguration.Disk));

    [TestCase(AgentRights.Processes, new[] { "KILL", "DAC_OVERRIDE" }, false)]
    [TestCase(AgentRights.Processes | AgentRights.Networks, new[] { "KILL", "DAC_OVERRIDE", "SYS_ADMIN", "SYS_PTRACE", "NET_ADMIN", "NET_RAW" }, false)]
    [TestCase(AgentRights.Processes | AgentRights.Disks, new[] { "KILL", "DAC_OVERRIDE", "SYS_ADMIN", "SYS_PTRACE", "MKNOD" }, true)]
    public void TheContainerHasTheseAndNoOthers(AgentRights rights, string[] capabilities, bool devices)
    {
        var run = RunIdentity.New();
        using var held = RunLock.Take(run);
        var parameters = AgentContainer.Parameters("image", run, held, rights, labels: false);
        var host = parameters.HostConfig!;
        Assert.That(host.CapDrop, Is.EqualTo((string[])["ALL"]));
        Assert.That(host.CapAdd, Is.EqualTo(capabilities));
        Assert.That(host.Privileged, Is.False);
        Assert.That(host.ReadonlyRootfs, Is.True);
        Assert.That(host.NetworkMode, Is.EqualTo("none"));
        Assert.That((host.PidMode, host.CgroupnsMode), Is.EqualTo(("host", "host")));
        Assert.That(host.DeviceCgroupRules, Is.EqualTo(devices ? (string[])["b 7:* rwm", "c 10:237 rwm"] : []));
        Assert.That(host.Binds, Has.Count.EqualTo(devices ? 2 : 1));
        // Under the run's name, by which the files behind its loop devices are known.
        Assert.That(host.Binds, devices ? Has.One.EqualTo($"kafkachaos-{run.Id}-disks:/kafkachaos-{run.Id}-disks") : Has.None.Contains("-disks"));
        Assert.That(host.SecurityOpt, Is.EqualTo((string[])["no-new-privileges"]));
        Assert.That(parameters.Labels[RunIdentity.RunLabel], Is.EqualTo(run.Id));
    }

    [Test]
    public void WhereTheEngineLabelsContainersTheAgentHasNoLabel()
    {
        var run = RunIdentity.New();
        using var held = RunLock.Take(run);
        Assert.That(AgentContainer.Parameters("image", run, held, AgentRights.Processes, labels: true).HostConfig!.SecurityOpt, Is.EqualTo((string[])["no-new-privileges", "label=disable"]));
    }

    [TestCase("name=seccomp,profile=builtin", "name=selinux", true)]
    [TestCase("name=seccomp,profile=selinux", "name=apparmor", false)]
    public void TheEngineSaysWhetherItLabelsContainers(string one, string other, bool labels) =>
        Assert.That(EngineFacts.LabelsContainers([one, other]), Is.EqualTo(labels));
}
