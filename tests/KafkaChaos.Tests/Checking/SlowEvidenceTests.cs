using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>What shows that a slowness was one, and what nearly does.</summary>
public sealed class SlowEvidenceTests
{
    private static readonly Target Others = new Target.Zones(["a"]);

    [Test]
    public void ASlownessWhosePartsAllMetPacketsPasses() => Assert.That(Doubts(Slow(toward: null)), Is.Empty);

    [TestCase("lost")]
    [TestCase("delayed")]
    [TestCase("limited")]
    public void EachPartMustMeetAPacketOfEachNodeOrBeInDoubt(string part)
    {
        foreach (var (count, words) in new (long?, string)[] { (0, $"no packet of kafka-b-1 was seen to be {part}"), (null, $"how many packets of kafka-b-1 were {part} was not counted") })
        {
            var story = Slow(toward: null);
            Set(story, part, count, "kafka-b-1");
            Assert.That(Doubts(story), Does.StartWith("step 1 (slow) is in doubt:").And.Contains(words));
        }
    }

    [TestCase("lost")]
    [TestCase("delayed")]
    [TestCase("limited")]
    public void TowardSomeOneNodeIsEnoughAndNoneIsNot(string part)
    {
        var story = Slow(Others);
        Set(story, part, 0, "kafka-b-1");
        Assert.That(Doubts(story), Is.Empty);
        Set(story, part, 0, "zookeeper-b-1");
        Assert.That(Doubts(story), Does.Contain($"no packet of zookeeper-b-1 was seen to be {part}; no packet of kafka-b-1 was seen to be {part}"));
    }

    [TestCase(99, 1, true)]
    [TestCase(98, 2, false)]
    [TestCase(1000, 10, true)]
    [TestCase(1000, 11, false)]
    public void MoreThanOneInAHundredThatWereNotDelayedAreADoubt(long delayed, long undelayed, bool passes)
    {
        foreach (var step in new[] { 0, 1 })
        {
            var story = Slow(toward: null);
            if (step == 0)
            {
                // The last word is the heal's, if there is one.
                story.Remove<FaultApplied>(one => one.Step == 1);
            }

            story.Change<FaultApplied>(one => one.Step == step && one.Node == "kafka-b-1", one => one with { Delayed = delayed, Undelayed = undelayed });
            Assert.That(Doubts(story).Contains($"of {delayed + undelayed} packets of kafka-b-1 that were to be delayed {undelayed} went on at once, allowed at most 1 %", StringComparison.Ordinal), Is.Not.EqualTo(passes));
        }
    }

    [Test]
    public void WhatNobodyCountedIsInDoubt()
    {
        var story = Slow(toward: null);
        story.Change<FaultApplied>(one => one is { Step: 1, Node: "kafka-b-1" }, one => one with { Undelayed = null });
        Assert.That(Doubts(story), Does.Contain("how many packets of kafka-b-1 were to be delayed and went on at once was not counted"));
    }

    [Test]
    public void ANodeWhoseProcessDidNotRunNeedMeetNone()
    {
        var story = Slow(toward: null);
        story.Add(new NodeProcess("kafka-b-1", ProcessChange.Exited, "exit code 137") { At = S(15) });
        foreach (var part in new[] { "lost", "delayed", "limited" })
        {
            Set(story, part, 0, "kafka-b-1");
        }

        Assert.That(Doubts(story), Does.Not.Contain("was seen to be"));
    }

    // Of both steps, the slowness and its heal.
    private static string Doubts(Story story) =>
        string.Join('\n', story.Judge().Findings.Where(one => one.Property == "bite" && one.Verdict != Verdict.Passed && one.Statement.Contains("(slow)", StringComparison.Ordinal)).Select(one => one.Statement));

    private static void Set(Story story, string part, long? count, string node) => story.Change<FaultApplied>(one => one.Step == 0 && one.Node == node, one => part switch
    {
        "lost" => one with { Lost = count },
        "delayed" => one with { Delayed = count },
        _ => one with { Limited = count },
    });

    private static Story Slow(Target? toward)
    {
        var story = PowerAndNetworkFaultTests.As(Fault.Slow, Fault.Heal);
        story.Scenario = story.Scenario with
        {
            Steps = [story.Scenario.Steps[0] with { Options = new FaultOptions.Slowness(toward, S(0.05), null, 0.01, 1000) }, story.Scenario.Steps[1]],
        };
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { Packets = 300, Lost = 1, Delayed = 200, Undelayed = 0, Limited = 99 });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { Packets = 300, Delayed = 200, Undelayed = 0, Remains = [] });
        story.Remove<NodeProcess>();
        return story;
    }
}
