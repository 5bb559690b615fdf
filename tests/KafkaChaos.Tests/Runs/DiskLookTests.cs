using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Runs;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Runs;

public sealed class DiskLookTests
{
    [Test]
    public void ARunThatKilledAndLostNothingIsNotLookedInto() => Assert.That(IsDue(new Story()), Is.False);

    [Test]
    public void ALossIsLookedInto()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 30 });
        Assert.That(IsDue(story), Is.True);
    }

    [TestCase(Fault.PowerOff, "kafka-b-1", true)]
    [TestCase(Fault.PowerOff, "zookeeper-b-1", false)]
    [TestCase(Fault.Wipe, "kafka-b-1", true)]
    [TestCase(Fault.FillDisk, "kafka-b-1", false)]
    public void WhoeverTookDataFromABrokerIsLookedInto(Fault fault, string node, bool expected)
    {
        var story = new Story();
        story.Add(new FaultRequested(2, fault, [node], node, "") { At = S(45) });
        Assert.That(IsDue(story), Is.EqualTo(expected));
        story.Scenario = story.Scenario with { Load = null };
        Assert.That(IsDue(story), Is.False);
    }

    private static bool IsDue(Story story) => DiskLook.IsDue(story.Scenario, story.History);
}
