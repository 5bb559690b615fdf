using KafkaChaos.Scenarios;
using NJsonSchema;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>The JSON schemas against files, by a validator that knows nothing of the readers.</summary>
public sealed class SchemaTests
{
    private static string Folder { get; } = Path.Combine(Corpus.Folder, "schema");

    private static IEnumerable<string> Files => Corpus.ScenarioFiles.Concat(Corpus.TopologyFiles).Select(Corpus.Relative);

    [Test]
    public void TheCommittedSchemaIsTheOneThatTheReadersMake([Values] bool ofTopologies)
    {
        var made = ofTopologies ? Schemas.Topology : Schemas.Scenario;
        var path = Path.Combine(Folder, made.Path);
        Assert.That(File.Exists(path) ? File.ReadAllText(path) : "", Is.EqualTo(made.Text), $"{Corpus.Relative(path)} is not what the readers say; write it with: ./kafkachaos schema --write");
    }

    [Test]
    public void TheFolderHoldsNothingButTheSchemas() =>
        Assert.That(Directory.EnumerateFiles(Folder).Select(Path.GetFileName), Is.EquivalentTo(Schemas.All.Select(schema => schema.Path)));

    [TestCaseSource(nameof(Files))]
    public async Task EveryFileThatIsShippedSatisfiesItsSchema(string relative)
    {
        var path = Path.Combine(Repository.Root, relative);
        var schema = await JsonSchema.FromJsonAsync((Corpus.TopologyFiles.Contains(path) ? Schemas.Topology : Schemas.Scenario).Text);
        Assert.That(schema.Validate(EditorView.Json(await File.ReadAllTextAsync(path))), Is.Empty);
    }

    [TestCaseSource(nameof(Files))]
    public void EveryFileThatIsShippedNamesItsSchemaInItsFirstLine(string relative)
    {
        const string opening = "# yaml-language-server: $schema=";
        var path = Path.Combine(Repository.Root, relative);
        var first = File.ReadLines(path).First();
        Assert.That(first, Does.StartWith(opening));
        var named = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, first[opening.Length..]));
        Assert.That(named, Is.EqualTo(Path.Combine(Folder, (Corpus.TopologyFiles.Contains(path) ? Schemas.Topology : Schemas.Scenario).Path)));
    }

    [TestCase("rate: 200/s", "rate: 200", "load.rate")]
    [TestCase("after: 10s", "after: 10", "steps[0].after")]
    [TestCase("record: 100B", "record: 100", "load.record")]
    [TestCase("acks: all", "acks: most", "load.acks")]
    [TestCase("partitions: 6", "partitions: \"6\"", "topology.topics.orders.partitions")]
    [TestCase("partitions: 6", "partitions: 0", "topology.topics.orders.partitions")]
    [TestCase("partitions: 6", "partition: 6", "topology.topics.orders.partition")]
    [TestCase("idempotence: true", "idempotence: \"true\"", "load.idempotence")]
    [TestCase("after: 10s, ", "", "steps[0]")]
    [TestCase("kill: {", "killed: {", "steps[0]")]
    [TestCase("role: zookeeper-leader", "role: leader", "steps[0]")]
    [TestCase("zones:\n", "zones: {}\n  zone:\n", "topology")]
    [TestCase("tickTime: 500", "tickTime: fast", "topology.zookeeper.settings.tickTime")]
    [TestCase("tickTime: 500", "dataDir: /tmp", "topology.zookeeper.settings.dataDir")]
    [TestCase("tickTime: 500", "server.1: here", "topology.zookeeper.settings.server.1")]
    [TestCase("tickTime: 500", "tick time: 500", "topology.zookeeper.settings.tick time")]
    [TestCase("orders:", "__orders:", "topology.topics.__orders")]
    [TestCase("version: 3.9.4", "version: 3.9", "topology.zookeeper.version")]
    [TestCase("expect: {}", "expect:", "expect")]
    [TestCase("expect: {}", "expect: { quorum: maybe }", "expect.quorum")]
    [TestCase("question: Does it live?", "question:", "question")]
    public async Task AnEditorSeesAMistakeWhereItIs(string part, string wrong, string path)
    {
        var errors = (await ScenarioSchemaAsync()).Validate(EditorView.Json(Sample.With(part, wrong)));
        Assert.That(errors.Select(error => error.Path!.Replace("#/", "", StringComparison.Ordinal)), Has.Some.Matches<string>(seen => path.StartsWith(seen!, StringComparison.Ordinal)));
    }

    [TestCase("acks: all, idempotence: true", "acks: 1")]
    [TestCase("acks: all, idempotence: true", "acks: \"1\"")]
    [TestCase("acks: all, idempotence: true", "acks: leader")]
    [TestCase("as: outage, ", "as: true, ")]
    [TestCase("question: Does it live?", "question: 42")]
    [TestCase("tickTime: 500", "tickTime: \"500\"")]
    [TestCase("tickTime: 500", "autopurge.purgeInterval: , electionAlg: 3, snapshot.trust.empty: true, localSessionsEnabled: no")]
    [TestCase("expect: {}", "expect: { quorum: { survives: true, elected-within: 1.5s } }")]
    [TestCase("zone-of: { role: zookeeper-leader }", "zone-of: { domain-of: { zone: [a] } }, only: kafka")]
    public async Task AnEditorAcceptsWhatTheReaderReads(string part, string right)
    {
        var text = Sample.With(part, right).Replace("same-as: outage", "zone: a", StringComparison.Ordinal);
        Assert.That(Sample.Read(text).Problems.Where(problem => !problem.Message.Contains("no earlier step", StringComparison.Ordinal)), Is.Empty);
        Assert.That((await ScenarioSchemaAsync()).Validate(EditorView.Json(text)), Is.Empty);
    }

    [Test]
    public void EveryKeyHasItsMeaning()
    {
        foreach (var schema in Schemas.All)
        {
            Assert.That(schema.Text, Does.Not.Contain("\"description\": \"\""), schema.Path);
        }
    }

    private static Task<JsonSchema> ScenarioSchemaAsync() => JsonSchema.FromJsonAsync(Schemas.Scenario.Text);
}
