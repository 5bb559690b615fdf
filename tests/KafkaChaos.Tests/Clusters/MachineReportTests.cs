using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class MachineReportTests
{
    [Test]
    public void AnEngineThatDoesNotAnswerIsAFactWithItsRemedy()
    {
        var fact = EngineFacts.Of(new EnvironmentException("No Docker engine answers.", "unix:///var/run/docker.sock", "Connection refused", "an engine", "start Docker"));
        Assert.That(fact, Is.EqualTo(new MachineFact("engine", FactState.Missing, "No Docker engine answers. unix:///var/run/docker.sock Connection refused", "an engine", "start Docker")));
        Assert.That(MachineReport.CanRun([fact]), Is.False);
    }

    [TestCase("cgroupfs", "Good")]
    [TestCase("systemd", "Good")]
    [TestCase("none", "Limited")]
    public void ADriverThatMakesNoGroupsLimits(string driver, string state) =>
        Assert.That(EngineFacts.ControlGroups("2", driver).State.ToString(), Is.EqualTo(state));

    [Test]
    public void ARootlessEngineIsLimited()
    {
        Assert.That(EngineFacts.Confined(["name=seccomp,profile=default", "name=rootless"])?.Seen, Is.EqualTo("a rootless engine"));
        Assert.That(EngineFacts.Confined(["name=seccomp,profile=default", "name=apparmor"]), Is.Null);
    }

    [Test]
    public void OneCoreIsLimited() => Assert.That(MachineReport.Cores(1).State, Is.EqualTo(FactState.Limited));

    [Test]
    public void WithoutImageAndDistributionARunMustPull()
    {
        var fact = ImageFacts.Of(NodeKind.Kafka, "3.9.2", null, null, "/dist");
        Assert.That(fact.State, Is.EqualTo(FactState.Limited));
        Assert.That(fact.Seen, Is.EqualTo("no image, and no distribution in /dist"));
        Assert.That(fact.Remedy, Does.Contain("KAFKACHAOS_DIST").And.Contain("kafka-3.9.2/libs"));
    }

    [Test]
    public void AnImageOrADistributionIsGood()
    {
        Assert.That(ImageFacts.Of(NodeKind.ZooKeeper, "3.9.4", "kafkachaos/zookeeper:3.9.4", null, "/dist").State, Is.EqualTo(FactState.Good));
        Assert.That(ImageFacts.Of(NodeKind.ZooKeeper, "3.9.4", null, "/dist/zookeeper-3.9.4/lib", "/dist").State, Is.EqualTo(FactState.Good));
    }

    [Test]
    public void AFreezerIsFoundInBothVersionsOfControlGroups()
    {
        var root = Directory.CreateTempSubdirectory("kafkachaos-freezer-").FullName;
        try
        {
            Assert.That(Freezer.Look(root), Is.Null);
            Directory.CreateDirectory(Path.Combine(root, "freezer"));
            File.WriteAllText(Path.Combine(root, "freezer", "tasks"), "");
            Assert.That(Freezer.Look(root), Does.EndWith("freezer (version 1)"));
            File.WriteAllText(Path.Combine(root, "cgroup.controllers"), "");
            Assert.That(Freezer.Look(root), Is.Null);
            Directory.CreateDirectory(Path.Combine(root, "system.slice"));
            File.WriteAllText(Path.Combine(root, "system.slice", "cgroup.freeze"), "0");
            Assert.That(Freezer.Look(root), Is.EqualTo("cgroup.freeze (version 2)"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
