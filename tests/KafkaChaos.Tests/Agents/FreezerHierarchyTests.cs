using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>Paths and words of both versions of control groups and of both drivers.</summary>
public sealed class FreezerHierarchyTests
{
    private string _root = null!;

    [SetUp]
    public void MakeRoot() => _root = Directory.CreateTempSubdirectory("kafkachaos-groups-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Version2IsAskedByItsOwnFileAndAnswersByItsEvents()
    {
        File.WriteAllText(Path.Combine(_root, "cgroup.controllers"), "");
        var group = Directory.CreateDirectory(Path.Combine(_root, "kafkachaos.slice", "kafkachaos-1.slice")).FullName;
        var hierarchy = FreezerHierarchy.Find(new Machine(), _root);
        Assert.That(hierarchy.Ask("kafkachaos.slice/kafkachaos-1.slice", frozen: true), Is.EqualTo($"echo 1 >{group}/cgroup.freeze"));
        File.WriteAllText(Path.Combine(group, "cgroup.events"), "populated 1\nfrozen 0\n");
        Assert.That(hierarchy.Is("kafkachaos.slice/kafkachaos-1.slice", frozen: true), Is.False);
        File.WriteAllText(Path.Combine(group, "cgroup.events"), "populated 1\nfrozen 1\n");
        Assert.That(hierarchy.Is("kafkachaos.slice/kafkachaos-1.slice", frozen: true), Is.True);
    }

    [Test]
    public void WithoutAFreezerItSaysWhereItLooked() =>
        Assert.That(Assert.Throws<InvalidOperationException>(() => FreezerHierarchy.Find(new Machine(), _root))!.Message, Does.Contain(_root));

    [Test]
    public void AZonesGroupIsBelowTheRunsInBothDrivers()
    {
        var run = new RunIdentity("12345678", "owner");
        Assert.That(ControlGroups.PathOf(ControlGroups.ParentOf(run, "east", "a", systemd: false), systemd: false), Is.EqualTo("kafkachaos-12345678/east/a"));
        Assert.That(
            ControlGroups.PathOf(ControlGroups.ParentOf(run, "b", "a", systemd: true), systemd: true),
            Is.EqualTo("kafkachaos.slice/kafkachaos-12345678.slice/kafkachaos-12345678-62.slice/kafkachaos-12345678-62-61.slice"));
        Assert.That(ControlGroups.OfContainer("zone", "id", systemd: false), Is.EqualTo("zone/id"));
        Assert.That(ControlGroups.OfContainer("zone", "id", systemd: true), Is.EqualTo("zone/docker-id.scope"));
    }

    [Test]
    public void OnlyWhatIsFrozenOfARunIsFoundToBeThawed()
    {
        foreach (var (group, state) in new[] { ("kafkachaos-12345678/east/a", "FROZEN\n"), ("kafkachaos-12345678/east/b", "THAWED\n"), ("kafkachaos-87654321/east/a", "FROZEN\n") })
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_root, "freezer", group)).FullName, "freezer.state"), state);
        }

        Assert.That(ControlGroups.Frozen("12345678", _root), Is.EqualTo(new[] { (Path.Combine(_root, "freezer/kafkachaos-12345678/east/a/freezer.state"), "THAWED") }));
    }
}
