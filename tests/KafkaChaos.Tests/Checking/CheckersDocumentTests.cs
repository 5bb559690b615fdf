using System.Text.RegularExpressions;
using Confluent.Kafka;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

/// <summary>docs/checkers.md says what is judged.</summary>
public sealed partial class CheckersDocumentTests
{
    private static string Document { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "checkers.md"));

    [Test]
    public void EveryPropertyOfAVerdictHasASectionAndNoOther()
    {
        var story = new Story().Transact().Consume();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 30 });
        story.Add(new ReplicaLog("kafka-a-1", Story.Topic, 1, 0, []) { At = TimeSpan.FromSeconds(51) });
        var kraft = KRaftStory.Of();
        var silent = Judge.Checkers.Where(checker => !checker.Check(story.Trial).Concat(checker.Check(kraft.Trial)).Any()).Select(checker => checker.GetType().Name);
        Assert.That(silent, Is.Empty, "each checker has something to say of a run that lost a record");

        var sections = Section().Matches(Document).Select(section => section.Groups[1].Value).ToList();
        Assert.That(sections, Is.EquivalentTo(story.Judge().Findings.Concat(kraft.Judge().Findings).Select(finding => finding.Property).Distinct()));
    }

    [Test]
    public void EveryStatusOfADeliveryReportHasTheOutcomeOfItsRow()
    {
        var rows = Report().Matches(Document).ToDictionary(row => Enum.Parse<PersistenceStatus>(row.Groups[1].Value), row => Enum.Parse<Outcome>(row.Groups[2].Value, ignoreCase: true));
        Assert.That(rows, Is.EquivalentTo(Enum.GetValues<PersistenceStatus>().ToDictionary(status => status, status => SendOutcome.Of(status, KafkaChaos.Model.Acks.All))));
    }

    [Test]
    public void WithoutAcknowledgementsNoRecordIsKnownToBeWritten()
    {
        Assert.That(Document, Does.Contain("| the same, of a producer with acks=0 |").And.Contain("| `unknown` |"));
        Assert.That(SendOutcome.Of(PersistenceStatus.Persisted, KafkaChaos.Model.Acks.None), Is.EqualTo(Outcome.Unknown));
        Assert.That(SendOutcome.Of(PersistenceStatus.Persisted, KafkaChaos.Model.Acks.Leader), Is.EqualTo(Outcome.Ok));
        Assert.That(SendOutcome.Of(PersistenceStatus.NotPersisted, KafkaChaos.Model.Acks.None), Is.EqualTo(Outcome.Failed));
    }

    [Test]
    public void AFencedClientIsToldFromOneWithAnotherFatalError()
    {
        foreach (var error in Enum.GetValues<ErrorCode>())
        {
            Assert.That(SendOutcome.OfFatal(error) == ProducerFailure.Fenced, Is.EqualTo(error is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch), error.ToString());
        }
    }

    [Test]
    public void EveryRefusalOfAClientFailsButAFullQueue()
    {
        var waiting = Enum.GetValues<ErrorCode>().Where(error => SendOutcome.OfRefusal(error) is null).Select(error => error.ToString());
        Assert.That(waiting, Is.EqualTo(Waiting().Matches(Document).Select(row => row.Groups[1].Value)));
        Assert.That(SendOutcome.OfRefusal(ErrorCode.Local_Fatal), Is.EqualTo(Outcome.Failed));
    }

    [Test]
    public void EveryErrorThatTheTableNamesIsOneOfTheClient()
    {
        var table = Document[Document.IndexOf("## Outcomes", StringComparison.Ordinal)..Document.IndexOf("The status decides", StringComparison.Ordinal)];
        Assert.That(Error().Matches(table).Select(error => error.Value.Trim('`')).Where(error => !Enum.TryParse<ErrorCode>(error, out _)), Is.Empty);
    }

    [GeneratedRegex(@"^### `([\w-]+)`$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| delivery report `(\w+)` \|.*\| `(\w+)`[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex Report();

    [GeneratedRegex(@"^\| refused by the client, `(\w+)` \|[^|]*\| none yet", RegexOptions.Multiline)]
    private static partial Regex Waiting();

    [GeneratedRegex(@"`(Local_\w+|Request\w+|Msg\w+)`")]
    private static partial Regex Error();
}
