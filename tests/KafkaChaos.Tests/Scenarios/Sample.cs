using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>A right scenario to make wrong ones from, and the means to say where they are wrong.</summary>
internal static class Sample
{
    internal const string Topology = """
          domains: { site-1: [a, b], site-2: [c] }
          zones:
            a: { zookeeper: 1, kafka: 1 }
            b: { zookeeper: 1, kafka: 1 }
            c: { zookeeper: 1, kafka: 1 }
          zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
          kafka: { version: 3.9.2, metadata: zookeeper, settings: { zookeeper.session.timeout.ms: 6000 } }
          topics:
            orders: { partitions: 6, replication: 3, min.insync.replicas: 2 }
        """;

    internal const string Load = "load: { rate: 200/s, acks: all, idempotence: true, record: 100B }";
    internal const string Kill = "  - { after: 10s, as: outage, kill: { zone-of: { role: zookeeper-leader } } }";
    internal const string Start = "  - { after: 20s, start: { same-as: outage } }";
    internal const string Expect = "expect: {}";

    internal const string Text = $"""
        question: Does it live?
        topology:
        {Topology}
        {Load}
        steps:
        {Kill}
        {Start}
        {Expect}
        """;

    /// <summary>Stands before the place of a problem in a text, and is no part of it.</summary>
    internal const char Mark = '§';

    internal static ReadResult Read(string text) => ScenarioReader.ReadText(text, "sample.yaml");

    /// <summary>The sample with one part replaced; the part must be there.</summary>
    internal static string With(string part, string replacement)
    {
        var replaced = Text.Replace(part, replacement, StringComparison.Ordinal);
        Assert.That(replaced, Is.Not.EqualTo(Text), "the sample has no such part");
        return replaced;
    }

    /// <summary>The sample with other steps.</summary>
    internal static string Steps(params string[] steps) =>
        With($"{Kill}\n{Start}", string.Join("\n", steps.Select(step => $"  - {step}")));

    /// <summary>Asserts that a text has one problem, at the mark, with this key and with these words in its line.</summary>
    internal static Problem HasOneProblem(string marked, string key, params string[] words)
    {
        var index = marked.IndexOf(Mark, StringComparison.Ordinal);
        Assert.That(index, Is.GreaterThanOrEqualTo(0), "the text has no mark");
        var before = marked[..index];
        var line = before.Count(letter => letter == '\n') + 1;
        var column = index - before.LastIndexOf('\n');
        var result = Read(marked.Remove(index, 1));
        var said = string.Join("\n", result.Problems);
        Assert.That(result.Problems, Has.Count.EqualTo(1), said);
        var problem = result.Problems[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((problem.Line, problem.Column), Is.EqualTo((line, column)), said);
            Assert.That(problem.Key, Is.EqualTo(key), said);
            Assert.That(result.Scenario is null, Is.EqualTo(problem.Severity == Severity.Error), "a scenario exactly where there is no error");
            foreach (var word in words)
            {
                Assert.That(said, Does.Contain(word));
            }
        }

        return problem;
    }
}
