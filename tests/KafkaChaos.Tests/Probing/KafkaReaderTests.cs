using FsCheck;
using FsCheck.Fluent;
using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

public sealed class KafkaReaderTests
{
    [Test]
    public void WhatWasWrittenIsReadBack() => Check.QuickThrowOnFailure(Prop.ForAll<int, long, string?>((small, large, text) =>
    {
        var id = new Guid(small, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        var read = Reader(new KafkaWriter()
            .Int8((sbyte)small).Int16((short)small).Int32(small).Int64(large).Uuid(id).Unsigned((uint)small).Text(text ?? "").Count(0).Untagged());
        return read.Int8() == (sbyte)small && read.Int16() == (short)small && read.Int32() == small && read.Int64() == large && read.Uuid() == id
            && read.Unsigned() == (uint)small && read.Text() == (text ?? "") && read.Count() == 0 && read.Unsigned() == 0 && read.Left == 0;
    }));

    [Test]
    public void NumbersAreBigEndian()
    {
        Assert.That(Reader(1, 2).Int16(), Is.EqualTo(0x0102));
        Assert.That(Reader(1, 2, 3, 4).Int32(), Is.EqualTo(0x01020304));
        Assert.That(Reader(1, 2, 3, 4, 5, 6, 7, 8).Int64(), Is.EqualTo(0x0102030405060708));
        Assert.That(Reader(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15).Uuid(), Is.EqualTo(new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f")));
    }

    [Test]
    public void ASignIsInTheLowestBit()
    {
        Assert.That(Reader(0).Varint(), Is.Zero);
        Assert.That(Reader(1).Varint(), Is.EqualTo(-1));
        Assert.That(Reader(2).Varint(), Is.EqualTo(1));
        Assert.That(Reader(0xff, 0xff, 0xff, 0xff, 0x0f).Varint(), Is.EqualTo(int.MinValue));
        Assert.That(Reader(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01).Varlong(), Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void NoTextIsNotAnEmptyOne()
    {
        Assert.That(Reader(0).Text(), Is.Null);
        Assert.That(Reader(1).Text(), Is.Empty);
        Assert.That(Reader(3, (byte)'h', (byte)'i').Text(), Is.EqualTo("hi"));
    }

    [Test]
    public void ATaggedFieldThatNobodyKnowsIsSkipped()
    {
        var read = Reader(2, 1, 4, 0, 0, 0, 9, 7, 2, 1, 1, 42);
        var seen = 0;
        read.Tagged((tag, field) => seen = tag == 1 ? field.Int32() : seen);
        Assert.That((seen, read.Int8(), read.Left), Is.EqualTo((9, (sbyte)42, 0)));
    }

    [Test]
    public void WhatIsCutOffOrTooLongIsRefused()
    {
        Refused(read => read.Int32(), 1, 2, 3);
        Refused(read => read.Int8());
        Refused(read => read.Unsigned(), 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
        Refused(read => read.Unsigned(), 0xff, 0xff, 0xff, 0xff, 0x7f);
        Refused(read => read.Unsigned(), 0x80);
        Refused(read => read.Text(), 5, (byte)'h', (byte)'i');
        Refused(read => read.Array(one => one.Int32()), 0xff, 0xff, 0xff, 0xff, 0x0f);
        Refused(read => read.Array(one => one.Int32()), 3, 0, 0, 0, 1);
        Refused(read => read.Tagged(), 1, 1, 9);
        Refused(read => read.Part(-1, "part"), 1);
    }

    [Test]
    public void AnErrorSaysWhatAndWhere() => Assert.That(
        () => Reader(1, 2, 3).Part(2, "key").Int32(),
        Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("key in some bytes: 4 bytes wanted and 2 left, at byte 0 of 2; expected"));

    [Test]
    public void AnyBytesAreAnAnswerOrRefused() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
        Either(read => QuorumFetch.Parse(read), bytes)
        && Either(read => QuorumDescription.Parse(read), bytes)
        && Either(read => MetadataRecord.Read(read), bytes)
        && Either(read => MetadataRecord.Read(read), [1, (byte)(bytes.Length % 29), 0, .. bytes])
        && Either(read => RecordBatch.ReadAll(read).ToList().ForEach(_ => { }), bytes)));

    private static bool Either(Action<KafkaReader> parse, byte[] bytes)
    {
        try
        {
            parse(Reader(bytes));
        }
        catch (InvalidDataException)
        {
        }

        return true;
    }

    private static void Refused(Action<KafkaReader> read, params byte[] bytes) => Assert.That(() => read(Reader(bytes)), Throws.TypeOf<InvalidDataException>());

    private static KafkaReader Reader(params byte[] bytes) => new(bytes, "some bytes");

    private static KafkaReader Reader(KafkaWriter written) => Reader(written.Written.ToArray());
}
