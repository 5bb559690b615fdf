using NUnit.Framework;
using org.apache.jute;
using org.apache.zookeeper.proto;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

public sealed class SetWatchesTests
{
    [Test]
    public void No_watch_no_frame() => Assert.That(new SetWatches(1, [], [], []).ToFrames(), Is.Empty);

    [Test]
    public void Each_kind_goes_into_its_own_list()
    {
        var read = Read(new SetWatches(7, ["/d"], ["/e1", "/e2"], ["/c"]).ToFrames().Single());
        Assert.Multiple(() =>
        {
            Assert.That(read.Xid, Is.EqualTo(-8));
            Assert.That(read.Operation, Is.EqualTo(101));
            Assert.That(read.Zxid, Is.EqualTo(7));
            Assert.That(string.Join(' ', read.Data), Is.EqualTo("/d"));
            Assert.That(string.Join(' ', read.Exist), Is.EqualTo("/e1 /e2"));
            Assert.That(string.Join(' ', read.Children), Is.EqualTo("/c"));
        });
    }

    [Test]
    public void Many_watches_go_in_frames_that_a_server_takes_and_none_is_left_out()
    {
        var paths = Enumerable.Range(0, 5_000).Select(i => $"/{i:d5}-{new string('x', 100)}").ToList();
        var frames = new SetWatches(7, paths, paths, paths).ToFrames().ToList();
        var read = frames.ConvertAll(Read);
        Assert.Multiple(() =>
        {
            Assert.That(frames.Max(frame => frame.Length), Is.LessThan(1024 * 1024));
            Assert.That(read.SelectMany(part => part.Data), Is.EqualTo(paths));
            Assert.That(read.SelectMany(part => part.Exist), Is.EqualTo(paths));
            Assert.That(read.SelectMany(part => part.Children), Is.EqualTo(paths));
        });
    }

    private static Sent Read(byte[] frame)
    {
        var reader = new JuteReader(frame.AsMemory(sizeof(int)));
        return new Sent(reader.ReadInt(), reader.ReadInt(), reader.ReadLong(), Paths(reader), Paths(reader), Paths(reader));
    }

    private static List<string?> Paths(JuteReader reader) => reader.ReadVector(static from => from.ReadString());

    private sealed record Sent(int Xid, int Operation, long Zxid, List<string?> Data, List<string?> Exist, List<string?> Children);
}
