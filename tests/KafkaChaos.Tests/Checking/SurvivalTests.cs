using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>The planner's prediction against the run, both ways.</summary>
public sealed class SurvivalTests
{
    [Test]
    public void EveryCellOfARunThatWentAsPredictedHolds()
    {
        var finding = new Story().Find("survival");
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Passed), finding.Statement);
        Assert.That(finding.Figures, Is.EqualTo(new[] { new Figure("tried", 7, "cells"), new Figure("refuted", 0, "cells"), new Figure("not tried", 0, "cells") }));
    }

    [Test]
    public void APartitionThatCannotBeWrittenAndIsRefutesThePrediction()
    {
        // Replication 2, minimum 2, one of the two killed, and written all along.
        var story = Halved();
        Assert.That(story.Find("availability").Verdict, Is.EqualTo(Verdict.Passed));
        var finding = story.Find("survival");
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(finding.Statement, Does.StartWith("the prediction is refuted by the kill of zookeeper-b-1, kafka-b-1 at 20 s").And.Contain("orders/0 is written (acks=all needs 2 replicas, 1 live) was predicted not to survive and did"));
        Assert.That(finding.Evidence[0].Lines!.Select(line => story.History.Events.ElementAt((int)line - 1)), Has.All.InstanceOf<SendOperation>().And.Exactly(2).Items);
        Assert.That(finding.Evidence[0].Fault, Does.StartWith("during step 1"));
    }

    [Test]
    public void OneThatCannotBeWrittenAndIsNotHolds()
    {
        var story = Halved();
        story.Change<SendOperation>(send => send.At > S(20) && send.Scheduled < S(40), send => send with { At = S(44.5) });
        Assert.That(story.Find("survival").Verdict, Is.EqualTo(Verdict.Passed), story.Find("survival").Statement);

        // What was acknowledged before anybody need have noticed shows nothing.
        story.Change<SendOperation>(send => send.Scheduled > S(20.1) && send.Scheduled < S(30), send => send with { At = send.Invoked + S(0.1) });
        Assert.That(story.Find("survival").Verdict, Is.EqualTo(Verdict.Passed));

        // Two acknowledgements later are too few to be sure, three are not.
        foreach (var (until, verdict) in new[] { (33.0, Verdict.Inconclusive), (33.5, Verdict.Failed) })
        {
            story.Change<SendOperation>(send => send.Partition == 0 && send.Scheduled >= S(32) && send.Scheduled < S(until), send => send with { At = send.Invoked + S(0.1) });
            Assert.That(story.Find("survival").Verdict, Is.EqualTo(verdict));
        }
    }

    [Test]
    public void AScenarioThatDemandsItBeWrittenExpectsIt()
    {
        var story = Halved();
        story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtMost: S(10)) };
        Assert.That(story.Find("survival").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void WhatMustSurviveAndDoesNotFailsUnlessTheScenarioExpectsIt()
    {
        var story = new Story();
        story.Change<FaultRequested>(one => one.Fault == Fault.Start, one => one with { At = S(45) });
        story.Change<SendOperation>(send => send.Partition == 1 && send.At > S(20) && send.Scheduled < S(45), send => send with { At = S(45.1) });
        story.Change<PartitionState>(state => state.Partition == 1 && state.At > S(20) && state.At < S(45), state => state with { Leader = -1 });
        story.Change<NodeProcess>(one => one.Change == ProcessChange.Started, one => one with { At = S(45.2) });
        story.Change<FaultApplied>(one => one.Fault == Fault.Start, one => one with { Effect = S(45.2), Seen = S(45.9), At = S(45.9) });
        var finding = story.Find("survival");
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(finding.Statement, Does.Contain("orders/1 is led (2 of 3 replicas live) was predicted to survive and did not").And.Contain("orders/1 is written"));

        story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtMost: S(60), LeadersElectedWithin: S(60)) };
        Assert.That(story.Find("survival").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void WhatTheHarnessDidNotTryDidNotFailToSurvive()
    {
        foreach (var (tried, verdict) in new[] { (true, Verdict.Failed), (false, Verdict.Passed) })
        {
            var story = new Story();
            story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > S(19.9) && send.Scheduled < S(41), send => send with { Invoked = tried ? send.Invoked : S(41), At = S(41.1) });
            Assert.That(story.Find("survival").Verdict, Is.EqualTo(verdict));
        }
    }

    [Test]
    public void OfAnInSyncSetThatHadShrunkNothingIsPredictedToSurvive()
    {
        var story = new Story();
        story.Change<PartitionState>(state => state.At < S(20), state => state with { InSync = [2, 3] });
        Assert.That(story.Find("survival").Figures, Has.One.EqualTo(new Figure("tried", 1, "cells")));
    }

    [Test]
    public void OfWhatABrokerThatFellByItselfTookNothingIsPredicted()
    {
        var story = new Story();
        story.Add(new NodeProcess("kafka-a-1", ProcessChange.Exited, "exit code 1") { At = S(35) });
        story.Add(new NodeProcess("kafka-a-1", ProcessChange.Started, "running") { At = S(41) });
        story.OnlyObjects("unexpected-exits", Verdict.Inconclusive);
    }

    [Test]
    public void AFaultThatDidNotTakeItsNodesTriesNothing()
    {
        var story = Halved();
        story.Add(new NodeProcess("kafka-b-1", ProcessChange.Started, "running") { At = S(20.1) });
        Assert.That(story.Judge().Findings, Has.None.Property(nameof(Finding.Property)).EqualTo("survival"));
    }

    /// <summary>Every partition has a replica on kafka-b-1 and one other, and needs both.</summary>
    private static Story Halved()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Topology = story.Scenario.Topology with { Topics = [new TopicLayout(Story.Topic, 3, 2, 2)] } };
        story.Change<ReplicaAssignment>(_ => true, one => one with { Replicas = one.Partition == 1 ? [2, 3] : one.Partition == 0 ? [1, 2] : [3, 2] });
        story.Change<PartitionState>(one => one.At < S(20) || one.At > S(40), one => one with { InSync = one.Partition == 0 ? [1, 2] : [2, 3] });
        story.Change<PartitionState>(one => one.At > S(20) && one.At < S(40), one => one with { InSync = [one.Partition == 0 ? 1 : 3] });
        return story;
    }
}
