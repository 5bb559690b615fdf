using FsCheck;
using FsCheck.Fluent;
using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

public sealed class RecordValueTests
{
    [Test]
    public void AValueTellsItsProducerAndSequenceAtEverySize() =>
        Prop.ForAll(
            Gen.Choose(32, 2000).SelectMany(bytes => Gen.Choose(0, int.MaxValue), (bytes, sequence) => (bytes, sequence)).ToArbitrary(),
            one =>
            {
                var value = RecordValue.Write("producer-1", one.sequence, one.bytes);
                return value.Length == one.bytes && RecordValue.Read(value) == ("producer-1", one.sequence);
            }).QuickCheckThrowOnFailure();

    [Test]
    public void AValueThatHasNoRoomForItsSequenceIsNotWritten()
    {
        Assert.That(RecordValue.Write("producer-of-20-chars", 1234567890, 32).Length, Is.EqualTo(32));
        Assert.Throws<ArgumentException>(() => RecordValue.Write("producer-of-20-chars", 12345678901, 32));
    }

    [TestCase("")]
    [TestCase("hello")]
    [TestCase("producer-1 x ....")]
    [TestCase("producer-1 -3 ...")]
    public void AForeignValueIsNone(string text) =>
        Assert.That(RecordValue.Read(System.Text.Encoding.ASCII.GetBytes(text)), Is.Null);

    [Test]
    public void ATombstoneIsNone() => Assert.That(RecordValue.Read(null), Is.Null);
}
