using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class ControlGroupTests
{
    private static readonly RunIdentity Run = new("0badcafe", "owner");

    [Test]
    public void AZoneNestsInItsDomainAndRunAsAPath() =>
        Assert.That(ControlGroups.ParentOf(Run, "east-1", "a", systemd: false), Is.EqualTo("/kafkachaos-0badcafe/east-1/a"));

    [Test]
    public void AZoneNestsInItsDomainAndRunAsASlice()
    {
        var slice = ControlGroups.ParentOf(Run, "east-1", "a", systemd: true);
        Assert.That(slice, Is.EqualTo("kafkachaos-0badcafe-656173742d31-61.slice"));
        Assert.That(slice.Split('-'), Has.Length.EqualTo(4), "in a slice's name every dash nests");
    }

    [TestCase("kafkachaos-0badcafe/east/a")]
    [TestCase("kafkachaos.slice/kafkachaos-0badcafe.slice/kafkachaos-0badcafe-65.slice")]
    public void TheControlGroupsOfARunAreFoundInEveryHierarchyAndOthersAreNot(string path)
    {
        var root = Directory.CreateTempSubdirectory("hierarchies-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(root, "freezer", path));
            Directory.CreateDirectory(Path.Combine(root, "memory", path.Replace("0badcafe", "cafebabe", StringComparison.Ordinal)));
            var found = ControlGroups.Of("0badcafe", root);
            Assert.That(found, Does.Contain(Path.Combine(root, "freezer", path)).And.None.Contain("cafebabe"));
            Assert.That(found[0], Has.Length.EqualTo(found.Max(one => one.Length)), "innermost first");
            Assert.That(ControlGroups.Of(null, root).Select(ControlGroups.RunOf).Distinct(), Is.EquivalentTo((string[])["0badcafe", "cafebabe"]));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [TestCase("/sys/fs/cgroup/freezer/kafkachaos-0badcafe/east/a")]
    [TestCase("/sys/fs/cgroup/kafkachaos.slice/kafkachaos-0badcafe.slice/kafkachaos-0badcafe-65.slice")]
    public void TheRunOfAControlGroupIsRead(string path) => Assert.That(ControlGroups.RunOf(path), Is.EqualTo("0badcafe"));
}
