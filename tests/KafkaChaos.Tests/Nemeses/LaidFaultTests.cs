using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>When a fault of the network has met all that it was to meet.</summary>
public sealed class LaidFaultTests
{
    private static readonly TimeSpan Some = TimeSpan.FromMilliseconds(5);

    private static readonly PacketCounts Dropped = new(1, 0, 0, 0);
    private static readonly PacketCounts Delayed = new(0, 1, 0, 0);
    private static readonly PacketCounts Undelayed = new(0, 0, 1, 0);
    private static readonly PacketCounts Limited = new(0, 0, 0, 1);

    [Test]
    public void EachPartMustHaveMetAPacket()
    {
        var all = LaidFault.Slowness(0, new(null, Some, null, 0.1, 1000));
        Assert.That(all.Bit([Dropped + Delayed + Limited]));
        foreach (var without in new[] { Dropped + Delayed, Dropped + Limited, Delayed + Limited, Dropped + Limited + Undelayed })
        {
            Assert.That(all.Bit([without]), Is.False, $"{without}");
        }
    }

    [Test]
    public void APartThatWasNotAskedForNeedNone()
    {
        Assert.That(LaidFault.Isolation(0).Bit([Dropped]));
        Assert.That(LaidFault.Slowness(0, new(null, null, null, 0.1, null)).Bit([Dropped]));
        Assert.That(LaidFault.Slowness(0, new(null, null, Some, null, null)).Bit([Delayed]));
        Assert.That(LaidFault.Slowness(0, new(null, null, null, null, 1000)).Bit([Limited]));
    }

    [Test]
    public void TogetherNodesHaveMetWhatEachMet()
    {
        var both = LaidFault.Slowness(0, new(new Target.Zones(["b"]), Some, null, 0.1, null));
        Assert.That(both.Bit([Dropped, default, Delayed]));
        Assert.That(both.Bit([Delayed, default, Delayed]), Is.False);
        Assert.That(both.Toward);
    }

    [Test]
    public void CountsAreTold()
    {
        Assert.That((Dropped + Delayed + Limited).Words("lost"), Is.EqualTo("1 packets lost, 1 packets delayed, 1 packets limited"));
        Assert.That(Undelayed.Words("lost"), Is.EqualTo("1 packets not delayed, as they should have been"));
        Assert.That(default(PacketCounts).Words("lost"), Is.Empty);
    }
}
