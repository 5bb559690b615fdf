using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class RoomTests
{
    private const long Mebibyte = 1024 * 1024;

    // As /proc/meminfo and /proc/self/mountinfo have it.
    private const string Memory = "MemTotal:       24684092 kB\nMemFree:        22013824 kB\nMemAvailable:   22953540 kB\nBuffers:            6876 kB\n";
    private const string Table = """
        22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        23 22 0:21 / /proc rw,nosuid - proc proc rw
        30 22 0:30 / /tmp rw - tmpfs tmpfs rw
        31 22 254:16 / /mnt/my\040disk rw - ext4 /dev/vdb rw
        32 22 254:32 / /mnt/my\040disk/deep rw - ext4 /dev/vdc rw
        """;

    [Test]
    public void AvailableMemoryIsReadInBytes() => Assert.That(MemoryInfo.Available(Memory), Is.EqualTo(22953540L * 1024));

    [TestCase("")]
    [TestCase("MemTotal: 1 kB\n")]
    [TestCase("MemAvailable: many kB\n")]
    public void MemoryThatIsNotStatedIsUnknown(string text) => Assert.That(MemoryInfo.Available(text), Is.Null);

    [TestCase("/", "254:0")]
    [TestCase("/var/lib/docker", "254:0")]
    [TestCase("/tmp", "0:30")]
    [TestCase("/tmpother", "254:0")]
    [TestCase("/mnt/my disk/runs", "254:16")]
    [TestCase("/mnt/my disk/deep/runs", "254:32")]
    public void APathIsOnTheInnermostMountAboveIt(string path, string device) => Assert.That(Mounts.DeviceOf(Table, path), Is.EqualTo(device));

    [Test]
    public void TheNeedGrowsWithTheNodes()
    {
        var three = ResourceNeed.Of(Of(members: 3, brokers: 3));
        Assert.That(three, Is.EqualTo(new ResourceNeed(((3 * 192) + (3 * 356) + (6 * 12) + 256) * Mebibyte, ((3 * 128) + (3 * 256)) * Mebibyte, 256 * Mebibyte, 64 * Mebibyte)));
        Assert.That(ResourceNeed.Of(Of(members: 3, brokers: 0)).Memory, Is.LessThan(three.Memory / 2));
    }

    [Test]
    public void TooLittleMemoryRefusesARunWithWhatIsSeenAndNeeded()
    {
        var refused = Refusal([RoomFacts.Memory(1024 * Mebibyte, 2048 * Mebibyte)]);
        Assert.That(refused, Does.Contain("memory").And.Contain("seen:     1.0 GiB available").And.Contain("expected: 2.0 GiB available").And.Contain("do:       end other programs"));
    }

    [Test]
    public void WhatOneFileSystemMustHoldAddsUp()
    {
        DiskPlace[] places =
        [
            new("containers", "/var/lib/docker", "254:0", 700 * Mebibyte, 500 * Mebibyte),
            new("run folder", "/srv/runs", "254:0", 700 * Mebibyte, 256 * Mebibyte),
            new("temporary files", "/tmp", "0:30", 100 * Mebibyte, 64 * Mebibyte),
        ];
        var facts = RoomFacts.Disks(places).ToList();
        Assert.That(facts.Select(fact => fact.State), Is.EqualTo(new[] { FactState.Missing, FactState.Good }));
        Assert.That(facts[0], Is.EqualTo(new MachineFact("disk for containers, run folder", FactState.Missing, "700 MiB free in /var/lib/docker, /srv/runs", "756 MiB free",
            "free space there (docker system df shows what takes it, docker system prune frees what nothing uses; remove old run folders, or choose another place with --runs)")));
        Assert.That(Refusal(facts), Does.Contain("700 MiB free in /var/lib/docker, /srv/runs"));
    }

    [Test]
    public void WhatCannotBeSeenIsNotRefused() =>
        Assert.That(Refusal([RoomFacts.Memory(null, Mebibyte), .. RoomFacts.Disks([new("run folder", "/x", "1:1", null, 1)])]), Is.Null);

    [Test]
    public void AFolderThatIsNotThereYetIsLookedForAbove()
    {
        var place = DiskPlace.Look("run folder", Path.Combine(Path.GetTempPath(), "not", "there", "yet"), 1);
        Assert.That(place.Path, Is.EqualTo(Path.GetFullPath(Path.GetTempPath()).TrimEnd('/')).Or.EqualTo(Path.GetTempPath()));
        Assert.That(place.Free, Is.GreaterThan(0));
    }

    private static string? Refusal(IReadOnlyList<MachineFact> facts)
    {
        try
        {
            ResourceCheck.Require(facts);
            return null;
        }
        catch (EnvironmentException refused)
        {
            return refused.Message;
        }
    }

    private static Topology Of(int members, int brokers) => new(
        [new("a", "a")],
        [.. Enumerable.Range(1, members).Select(id => new Node($"zookeeper-a-{id}", NodeKind.ZooKeeper, id, "a")), .. Enumerable.Range(1, brokers).Select(id => new Node($"kafka-a-{id}", NodeKind.Kafka, id, "a"))],
        null, null, []);
}
