using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

/// <summary>docs/history-format.md says what is read.</summary>
public sealed partial class HistoryFormatTests
{
    private static readonly string[] Conclusive = ["completed", "producer", "unseen", "moved", "duplicated", "reordered", "inconsistent-offsets", "aborted-read", "phantom", "unknown"];

    private static readonly string[] Failed = ["lost"];

    private static string Document { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "history-format.md"));

    private static IEnumerable<JsonDerivedTypeAttribute> Types => typeof(HistoryEvent).GetCustomAttributes<JsonDerivedTypeAttribute>();

    [TestCaseSource(nameof(Types))]
    public void EveryFieldOfEveryEventHasARowAndNoOther(JsonDerivedTypeAttribute type)
    {
        var properties = HistoryFormat.Options.GetTypeInfo(type.DerivedType).Properties;
        var rows = Row().Matches(Section($"### `{type.TypeDiscriminator}`")).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);
        Assert.That(rows.Keys, Is.EquivalentTo(properties.Select(property => property.Name)));
        foreach (var property in properties)
        {
            Assert.That(rows[property.Name].StartsWith("never", StringComparison.Ordinal), Is.EqualTo(!property.IsGetNullable), property.Name);
        }
    }

    [Test]
    public void EveryWordOfAnEventIsInTheDocument()
    {
        var words = new[] { typeof(Phase), typeof(RunEnd), typeof(Outcome), typeof(ProcessChange), typeof(MemberMode), typeof(LogSign), typeof(ClientKind), typeof(ProducerFailure), typeof(TransactionEnd), typeof(AssignmentChange) }
            .SelectMany(type => Enum.GetNames(type)).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);
        Assert.That(words.Where(word => !Document.Contains($"`{word}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void EveryPropertyOfAVerdictIsInTheDocument() =>
        Assert.That(new Story().Transact().Consume().Judge().Findings.Select(finding => finding.Property).Distinct().Where(property => !Section("## What each checker needs").Contains(property, StringComparison.Ordinal)), Is.Empty);

    [Test]
    public async Task TheExampleIsReadAndJudgedAsItSays()
    {
        var path = Path.Combine(Path.GetTempPath(), $"example-{Guid.NewGuid():N}.jsonl");
        try
        {
            await File.WriteAllTextAsync(path, Example().Match(Document).Groups[1].Value);
            var history = await HistoryReader.ReadAsync(path, CancellationToken.None);
            var scenario = new Story(partitions: 2).Scenario with { Steps = [] };
            var findings = KafkaChaos.Checking.Judge.Of(Trials.Prepare(scenario, history).Trial).Findings;
            Assert.That(findings.Where(finding => finding.Verdict == Verdict.Failed).Select(finding => finding.Property), Is.EqualTo(Failed));
            Assert.That(findings.First(finding => finding.Property == "lost").Statement, Does.StartWith("1 of 2 acknowledged records"));
            Assert.That(findings.Where(finding => finding.Verdict == Verdict.Passed).Select(finding => finding.Property), Is.SupersetOf(Conclusive));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Section(string heading)
    {
        var from = Document.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.That(from, Is.GreaterThanOrEqualTo(0), heading);
        var to = Document.IndexOf("\n##", from + heading.Length, StringComparison.Ordinal);
        return Document[from..(to < 0 ? Document.Length : to)];
    }

    [GeneratedRegex(@"^\| `(\w+)` \|.*\| ([^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"```jsonl\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
