using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Processes that ended by themselves, producers that gave up, and software that nobody asked for.</summary>
public sealed class RunTests
{
    [TestCase("kafka-a-1", 25)]
    [TestCase("kafka-a-1", 19)]
    [TestCase("kafka-a-1", 10.1, Description = "just after the load began")]
    [TestCase("kafka-b-1", 45, Description = "killed and started again before")]
    [TestCase("zookeeper-b-1", 41.5, Description = "its start was over")]
    [TestCase("kafka-b-1", 25, Description = "a kill ends a process once")]
    [TestCase("kafka-b-1", 15, Description = "before its kill")]
    [TestCase("kafka-a-1", 51)]
    public void AnExitThatNoStepExplainsIsInconclusiveAndIsNamed(string node, double at)
    {
        var story = new Story();
        story.Add(new NodeProcess(node, ProcessChange.Exited, "exit code 3") { At = S(at) });
        var finding = story.Find("unexpected-exits");
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(finding.Statement, Does.Contain(FormattableString.Invariant($"{node} at {at} s (exit code 3)")));
        Assert.That(finding.Figures, Has.One.EqualTo(new Figure("unexpected", 1, "exits")));
    }

    [TestCase("kafka-a-1", 9.9, Description = "the cluster is being started")]
    [TestCase("kafka-b-1", 41, Description = "during its supervised start")]
    [TestCase("kafka-b-1", 44.4, Description = "at the edge of it")]
    [TestCase("kafka-b-1", 39.8, Description = "at the other edge of it")]
    [TestCase("kafka-a-1", 51.95, Description = "at the edge of the clean-up")]
    [TestCase("kafka-a-1", 52.5, Description = "in the clean-up")]
    public void AnExitThatIsExplainedPasses(string node, double at)
    {
        var story = new Story();
        story.Add(new NodeProcess(node, ProcessChange.Exited, "exit code 1") { At = S(at) });
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void AKilledProcessThatTheEnginesClockPutsBeforeItsKillIsExplainedToATolerance()
    {
        var story = new Story();
        story.Change<NodeProcess>(one => one.Node == "kafka-b-1" && one.Change == ProcessChange.Exited, one => one with { At = S(19.8) });
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Passed));
        story.Change<NodeProcess>(one => one.Node == "kafka-b-1" && one.Change == ProcessChange.Exited, one => one with { At = S(19.79) });
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void AnExitInAStartThatIsNeverOverIsExplainedUntilItsFailure()
    {
        var story = new Story();
        story.Remove<FaultApplied>(one => one is { Step: 1, Node: "kafka-b-1" });
        story.Add(new NodeProcess("kafka-b-1", ProcessChange.Exited, "exit code 1") { At = S(48) });
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Passed));
        story.Add(new FaultFailed(1, Fault.Start, "kafka-b-1", "its process runs already") { At = S(40.1) });
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void AKillOfWhoseEndTheEngineToldNothingLeavesOtherEndsUnknown()
    {
        var story = new Story();
        story.Remove<NodeProcess>(one => one.Change == ProcessChange.Started);
        story.Remove<NodeProcess>(one => one.Node == "kafka-b-1");
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("unexpected-exits").Statement, Does.Contain("told of no end of kafka-b-1, to which the kill of 20.05 s was done"));

        // Another end of that node is not that one.
        story.Add(new NodeProcess("kafka-b-1", ProcessChange.Exited, "exit code 1") { At = S(19.7) });
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void WithoutAnyWordOfTheProcessesAndWithoutAKillItSaysSo()
    {
        var story = new Story();
        story.Remove<NodeProcess>();
        story.Remove<FaultApplied>(one => one.Fault == Fault.Kill);
        Assert.That(story.Find("unexpected-exits").Statement, Does.Contain("nothing at all was recorded"));
    }

    [Test]
    public void AProducerThatGaveUpFails()
    {
        var story = new Story();
        story.Add(new ProducerFailed(Story.Producer, ProducerFailure.Fatal, "fenced by another") { At = S(30) });
        Assert.That(story.OnlyObjects("producer").Statement, Does.StartWith("producer-1 gave up for good at 30 s: fenced by another"));
    }

    [Test]
    public void SendsThatCertainlyFailedAreCounted()
    {
        Assert.That(new Story().Find("producer").Statement, Does.Contain("none of 222 sends certainly failed"));
        var story = new Story(outcome: number => number is 20 or 21 ? Outcome.Failed : Outcome.Ok);
        story.Passes();
        var finding = story.Find("producer");
        Assert.That(finding.Statement, Does.Contain("2 of 222 sends certainly failed"));
        Assert.That(finding.Figures, Has.One.EqualTo(new Figure("certainly failed", 2, "records")));
        Assert.That(finding.Evidence.Single().Text, Is.EqualTo("Local_MsgTimedOut: 2 records"));
    }

    [Test]
    public void AProducerThatSentNothingShowsNothing()
    {
        var story = new Story();
        story.Remove<SendOperation>();
        Assert.That(story.Find("producer").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [TestCase("zookeeper-a-1", "ZooKeeper 3.8.0 of Debian")]
    [TestCase("kafka-c-1", "Kafka 3.9.1")]
    [TestCase("kafka-c-1", "Kafka 3.9.2 of somebody")]
    [TestCase("kafka-c-1", null)]
    public void SoftwareThatWasNotAskedForIsInconclusiveWhereThereAreBrokers(string node, string? software)
    {
        var story = new Story();
        Run(story, node, software);
        Assert.That(story.OnlyObjects("software", Verdict.Inconclusive).Statement, Does.Contain($"{node} ran {software ?? "unknown software"}, asked for "));
    }

    [Test]
    public void AnEnsembleAloneMayRunOnAStandInAndTheFindingBeginsWithThat()
    {
        var story = ClusterTests.ZooKeeperOnly();
        Assert.That(story.Find("software").Statement, Does.StartWith("every node ran what was asked for: ZooKeeper 3.9.4"));
        foreach (var node in story.Scenario.Topology.Nodes)
        {
            Run(story, node.Name, "ZooKeeper 3.8.0 of Debian");
        }

        story.Passes();
        Assert.That(story.Find("software").Statement, Does.StartWith(
            "NOT what was asked for: zookeeper-a-1, zookeeper-b-1, zookeeper-c-1 ran ZooKeeper 3.8.0 of Debian, asked for ZooKeeper 3.9.4"));
        Run(story, "zookeeper-a-1", null);
        story.OnlyObjects("software", Verdict.Inconclusive);
    }

    [Test]
    public void AClusterThatWasNotDescribedIsInconclusive()
    {
        var story = new Story();
        story.Remove<ClusterDescribed>();
        Assert.That(story.Find("software").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void TheNewFindingsStandWhereAReaderLooksForThem() => Assert.That(
        new Story().Judge().Findings.Select(finding => finding.Property).Distinct().Take(6),
        Is.EqualTo(["completed", "bite", "unexpected-exits", "harness", "software", "producer"]));

    private static void Run(Story story, string node, string? software) => story.Change<ClusterDescribed>(_ => true, one =>
    {
        var all = one.Software.ToDictionary();
        all.Remove(node);
        if (software is not null)
        {
            all[node] = software;
        }

        return one with { Software = all };
    });
}
