using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class DiskTracesTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("kafkachaos-traces-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void TheDevicesAndMountsOfARunAreFoundAndNoOthers()
    {
        Device("loop0", "/kafkachaos-12345678-disks/kafka-a-1.ext4");
        Device("loop1", "/kafkachaos-87654321-disks/kafka-a-1.ext4");
        Directory.CreateDirectory(Path.Combine(_folder, "blocks", "loop2"));
        var mounts = Path.Combine(_folder, "mountinfo");
        File.WriteAllLines(mounts,
        [
            "22 1 254:0 / / rw - ext4 /dev/vda rw",
            "99 22 7:0 / /var/lib/docker/volumes/kafkachaos-12345678-kafka-a-1-disk/_data rw - ext4 /dev/loop0 rw",
        ]);
        Assert.That(DiskTraces.Of("12345678", Path.Combine(_folder, "blocks"), mounts).Select(trace => trace.Name), Is.EqualTo((string[])
        [
            "loop device loop0 (/kafkachaos-12345678-disks/kafka-a-1.ext4)",
            "mount /var/lib/docker/volumes/kafkachaos-12345678-kafka-a-1-disk/_data",
        ]));
        // Of a dead run nothing else may be left that names it.
        Assert.That(DiskTraces.Of(null, Path.Combine(_folder, "blocks"), mounts).Select(trace => trace.Run), Is.EquivalentTo((string[])["12345678", "87654321", "12345678"]));
        Assert.That(DiskTraces.Of("11111111", Path.Combine(_folder, "blocks"), mounts), Is.Empty);
    }

    private void Device(string name, string file)
    {
        var loop = Directory.CreateDirectory(Path.Combine(_folder, "blocks", name, "loop"));
        File.WriteAllText(Path.Combine(loop.FullName, "backing_file"), file + "\n");
    }
}
