using NUnit.Framework;
using org.apache.jute;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

public sealed class JuteTests
{
    [Test]
    public void Values_are_read_as_they_were_written()
    {
        var writer = new JuteWriter();
        writer.WriteInt(int.MinValue);
        writer.WriteLong(0x0102030405060708);
        writer.WriteBool(true);
        writer.WriteString("zażółć");
        writer.WriteBuffer([1, 2, 3]);
        writer.WriteVector(["a", "b"], static (to, item) => to.WriteString(item));
        var reader = Content(writer);
        Assert.Multiple(() =>
        {
            Assert.That(reader.ReadInt(), Is.EqualTo(int.MinValue));
            Assert.That(reader.ReadLong(), Is.EqualTo(0x0102030405060708));
            Assert.That(reader.ReadBool(), Is.True);
            Assert.That(reader.ReadString(), Is.EqualTo("zażółć"));
            Assert.That(reader.ReadBuffer(), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(string.Join(' ', reader.ReadVector(static from => from.ReadString())), Is.EqualTo("a b"));
            Assert.That(reader.Remaining, Is.Zero);
        });
    }

    [Test]
    public void Null_and_empty_stay_apart()
    {
        var writer = new JuteWriter();
        writer.WriteString(null);
        writer.WriteString("");
        writer.WriteBuffer(null);
        writer.WriteBuffer([]);
        var reader = Content(writer);
        Assert.Multiple(() =>
        {
            Assert.That(reader.ReadString(), Is.Null);
            Assert.That(reader.ReadString(), Is.Empty);
            Assert.That(reader.ReadBuffer(), Is.Null);
            Assert.That(reader.ReadBuffer(), Is.Empty);
        });
    }

    [Test]
    public void A_frame_starts_with_the_length_of_the_rest_in_network_order()
    {
        var writer = new JuteWriter();
        writer.WriteInt(0x01020304);
        Assert.That(writer.ToFrame(), Is.EqualTo(new byte[] { 0, 0, 0, 4, 1, 2, 3, 4 }));
    }

    [Test]
    public void A_value_that_is_cut_short_is_refused_with_the_place()
    {
        var reader = new JuteReader(new byte[] { 0, 0, 0, 9, 65 });
        Assert.That(() => reader.ReadString(), Throws.TypeOf<InvalidDataException>().With.Message.Contains("a string of 9 bytes was expected at 4, 1 are left"));
    }

    [Test]
    public void An_absurd_count_is_refused_without_memory_for_it()
    {
        var reader = new JuteReader(new byte[] { 0x7f, 0xff, 0xff, 0xff });
        Assert.That(() => reader.ReadVector(static from => from.ReadInt()), Throws.TypeOf<InvalidDataException>());
    }

    private static JuteReader Content(JuteWriter writer) => new(writer.ToFrame().AsMemory(sizeof(int)));
}
