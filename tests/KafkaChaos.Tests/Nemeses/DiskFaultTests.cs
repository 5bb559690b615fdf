using KafkaChaos.Clusters;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

public sealed class DiskFaultTests
{
    private const string Full = "2026-03-01T10:00:05.5Z java.io.IOException: No space left on device";

    [TestCase(0, true)]
    [TestCase(5, true)]
    [TestCase(6, false)]
    public void WhatAnEarlierFullDiskHadItSayIsNoBiteOfALaterOne(int since, bool says)
    {
        string[] log = ["2026-03-01T10:00:00.1Z up", Full, "2026-03-01T10:00:06Z", "2026-03-01T10:00:07Z up again", "no stamp: No space left on device"];
        Assert.That(DiskFaults.SaysFull(log.Select(StampedLine.Read).OfType<StampedLine>(), new(2026, 3, 1, 10, 0, since, TimeSpan.Zero)), Is.EqualTo(says));
    }

    [Test]
    public void ALineThatSaysNothingOfADiskIsNoBite() =>
        Assert.That(DiskFaults.SaysFull([new(DateTimeOffset.UnixEpoch, "No space between these words")], DateTimeOffset.UnixEpoch), Is.False);
}
