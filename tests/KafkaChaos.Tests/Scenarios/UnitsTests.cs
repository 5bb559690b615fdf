using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class UnitsTests
{
    [TestCase("0s", 0)]
    [TestCase("500ms", 500)]
    [TestCase("10s", 10_000)]
    [TestCase("2m", 120_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("1.5s", 1_500)]
    [TestCase("0.001s", 1)]
    [TestCase("0.25h", 900_000)]
    [TestCase("0.1s", 100)]
    public void ADurationIsExact(string text, int milliseconds) =>
        Assert.That(Read(Units.Duration, text), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));

    [TestCase("10")]
    [TestCase("s")]
    [TestCase("10 s")]
    [TestCase("10sec")]
    [TestCase("10S")]
    [TestCase("1,5s")]
    [TestCase(".5s")]
    [TestCase("5.s")]
    [TestCase("1e3ms")]
    [TestCase("+1s")]
    [TestCase("-1s")]
    [TestCase("--1s")]
    [TestCase("1s2ms")]
    [TestCase("1/s")]
    [TestCase("0x10s")]
    [TestCase("١s")]
    [TestCase("1.0001s")]
    [TestCase("3601s")]
    [TestCase("61m")]
    [TestCase("1.1h")]
    [TestCase("99999999999999999999h")]
    [TestCase("99999999999999999999999999999999999999999h")]
    [TestCase("infinity")]
    [TestCase("NaNs")]
    public void WhatIsNoDurationIsRefused(string text) => Refused(Units.Duration, text);

    [TestCase("200/s", 200)]
    [TestCase("0.5/s", 0.5)]
    [TestCase("100000/s", 100_000)]
    public void ARateIsRead(string text, double rate) => Assert.That(Read(Units.Rate, text), Is.EqualTo(rate));

    [TestCase("0/s")]
    [TestCase("-1/s")]
    [TestCase("100000.1/s")]
    [TestCase("200")]
    [TestCase("200s")]
    [TestCase("200/m")]
    [TestCase("/s")]
    public void WhatIsNoRateIsRefused(string text) => Refused(Units.Rate, text);

    [TestCase("100B", 100)]
    [TestCase("1KB", 1_000)]
    [TestCase("1KiB", 1_024)]
    [TestCase("0.5KiB", 512)]
    [TestCase("1MB", 1_000_000)]
    [TestCase("1MiB", 1_048_576)]
    public void ASizeIsRead(string text, int bytes) => Assert.That(Read(Units.Size(32, 2_000_000), text), Is.EqualTo(bytes));

    [TestCase("100")]
    [TestCase("100b")]
    [TestCase("1kB")]
    [TestCase("31B")]
    [TestCase("2.0000001MB")]
    [TestCase("100.5B")]
    [TestCase("3MB")]
    [TestCase("1GB")]
    public void WhatIsNoSizeIsRefused(string text) => Refused(Units.Size(32, 2_000_000), text);

    [Test]
    public void EveryWholeNumberOfMillisecondsUpToAnHourIsReadBack() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 3_600_000).ToArbitrary(),
        milliseconds => Read(Units.Duration, string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms")) == TimeSpan.FromMilliseconds(milliseconds)
            && Read(Units.Duration, string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000m:0.000}s")) == TimeSpan.FromMilliseconds(milliseconds)));

    [Test]
    public void AnyTextIsAQuantityOrAProblem() => Check.QuickThrowOnFailure(Prop.ForAll<string>(text =>
        Either(Units.Duration, text) && Either(Units.Rate, text) && Either(Units.Size(1, 10), text) && Either(Units.Count(0, 9), text)));

    private static bool Either<T>(Reader<T> reader, string? text)
    {
        var reading = new Reading("f");
        var value = reader.Read(new YamlScalar(new Position("f", 1, 1), text ?? "", true), "k", reading);
        return value is null == reading.Problems.HasErrors;
    }

    private static T Read<T>(Reader<T> reader, string text)
    {
        var reading = new Reading("f");
        var value = reader.Read(new YamlScalar(new Position("f", 1, 1), text, true), "k", reading);
        Assert.That(reading.Problems.InOrder(), Is.Empty);
        return value!.Value;
    }

    private static void Refused<T>(Reader<T> reader, string text)
    {
        var reading = new Reading("f");
        Assert.That(reader.Read(new YamlScalar(new Position("f", 1, 1), text, true), "k", reading), Is.Null);
        Assert.That(reading.Problems.InOrder().Single().Given, Is.EqualTo(text));
    }
}
