using System.Diagnostics;
using System.Text;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class YamlTests
{
    [Test]
    public void AnchorsAndMergesWork()
    {
        var result = Sample.Read(Sample.With(
            "    a: { zookeeper: 1, kafka: 1 }\n    b: { zookeeper: 1, kafka: 1 }\n    c: { zookeeper: 1, kafka: 1 }",
            "    a: &usual { zookeeper: 1, kafka: 1 }\n    b: *usual\n    c: { <<: *usual, kafka: 2 }"));
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Scenario!.Topology.Nodes.Select(node => node.Name), Is.EqualTo((string[])[
            "zookeeper-a-1", "kafka-a-1", "zookeeper-b-1", "kafka-b-1", "zookeeper-c-1", "kafka-c-1", "kafka-c-2",
        ]));
    }

    [Test]
    public void OfSeveralMergesTheFirstWins()
    {
        var result = Sample.Read(Sample.With(
            "    a: { zookeeper: 1, kafka: 1 }\n    b: { zookeeper: 1, kafka: 1 }\n    c: { zookeeper: 1, kafka: 1 }",
            "    a: &one { zookeeper: 1, kafka: 1 }\n    b: &two { kafka: 2 }\n    c: { <<: [*two, *one], zookeeper: 2 }"));
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Scenario!.Topology.Nodes.Where(node => node.Zone == "c").Select(node => node.Name), Is.EqualTo((string[])[
            "zookeeper-c-1", "zookeeper-c-2", "kafka-c-1", "kafka-c-2",
        ]));
    }

    [Test]
    public void AMistakeInWhatAnAliasRepeatsIsShownOnce() => Sample.HasOneProblem(
        Sample.With(
            "    a: { zookeeper: 1, kafka: 1 }\n    b: { zookeeper: 1, kafka: 1 }\n    c: { zookeeper: 1, kafka: 1 }",
            "    a: &usual { zookeeper: 1, kafka: 1, §disk: 9 }\n    b: *usual\n    c: *usual"),
        "topology.zones.a.disk",
        "unknown key");

    [TestCase("§[1, 2]", "", "expected a map of question, seed, deadline, topology, load, steps, expect")]
    [TestCase("§words", "", "expected a map of question")]
    [TestCase("question: §!!str x\n", "", "tags are not read", "given tag:yaml.org,2002:str")]
    [TestCase("question: §!<System.Diagnostics.Process> x\n", "", "tags are not read")]
    [TestCase("question: a§: b\n", "", "not YAML: ", "invalid mapping")]
    [TestCase("question: x\nsteps:\n§\t- a\n", "", "not YAML: ", "tab")]
    [TestCase("question: [a\n§", "", "not YAML: ", "did not find expected ',' or ']'")]
    [TestCase("question: §*nobody\n", "", "no anchor &nobody stands complete above this alias")]
    [TestCase("question: &me [§*me]\n", "", "no anchor &me stands complete above this alias")]
    [TestCase("question: x\n? §[a]\n: b\n", "", "a key is a single word")]
    [TestCase("<<: §5\n", "<<", "merges a map, or a list of maps, by alias")]
    [TestCase("question: x\n§question: y\n", "question", "given twice; first in line 1, column 1")]
    [TestCase("question: x\n§---\nquestion: y\n", "", "a second document begins here")]
    [TestCase("question: x§\0y\n", "", "a character that is not text", "U+0000")]
    [TestCase("question: x\nload: §\u001b[1m\n", "", "a character that is not text", "U+001B")]
    public void WhatIsNotPlainYamlIsShownWhereItStands(string marked, string key, params string[] words)
    {
        var index = marked.IndexOf(Sample.Mark, StringComparison.Ordinal);
        var before = marked[..index];
        var (line, column) = (before.Count(letter => letter == '\n') + 1, index - before.LastIndexOf('\n'));
        var result = Sample.Read(marked.Remove(index, 1));
        Assert.That(result.Scenario, Is.Null);
        var said = result.Problems.Where(problem => (problem.Key, problem.Line) == (key, line)).Select(problem => problem.ToString()).ToList();
        foreach (var word in words)
        {
            Assert.That(said, Has.Some.Contains(word), string.Join("\n", result.Problems));
        }

        Assert.That(result.Problems.Where(problem => problem.Key == key && problem.Line == line).Select(problem => problem.Column), Does.Contain(column), string.Join("\n", result.Problems));
    }

    [Test]
    public void ABracketThatIsNotClosedIsShown()
    {
        var result = Sample.Read(Sample.With("site-2: [c] }", "site-2: [c]"));
        Assert.That(result.Problems.Single().ToString(), Does.Contain("not YAML").And.Contain("the bracket in line 3, column 12 is still open there"));
    }

    [Test]
    public void HalfACharacterIsShownWhereItStands() => Assert.That(
        Sample.Read($"question: {(char)0xD800}\n").Problems.Single().ToString(),
        Is.EqualTo("sample.yaml:1:11: a character that is not text; remove it; given U+D800"));

    [TestCase("")]
    [TestCase("# nothing but a comment\n")]
    [TestCase("\n\n")]
    public void AFileThatSaysNothingIsAProblemOfTheFile(string text)
    {
        var problem = Sample.Read(text).Problems.Single();
        Assert.That(problem.ToString(), Is.EqualTo("sample.yaml: the file says nothing; a scenario begins with question:"));
    }

    [Test]
    public void AliasesThatMultiplyAreRefusedAtOnce()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 60; i++)
        {
            var aliases = string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10));
            bomb.Append(null, $"a{i}: &a{i} [{aliases}]\n");
        }

        RefusedQuickly(bomb.ToString(), "aliases counted each time");
        RefusedQuickly(bomb.ToString().Replace(": &", ": &", StringComparison.Ordinal) + "<<: *a9\n", "aliases counted each time");
    }

    [TestCase("[")]
    [TestCase("{a: ")]
    [TestCase("- ")]
    [TestCase("? ")]
    [TestCase("&a ")]
    [TestCase("!x ")]
    [TestCase("[a,")]
    [TestCase("'")]
    [TestCase("\"\\")]
    [TestCase("a: |\n")]
    [TestCase("%X\n")]
    [TestCase("a")]
    [TestCase(" ")]
    [TestCase("#")]
    [TestCase("\t")]
    [TestCase("a: b\n")]
    public void AMebibyteOfNonsenseIsRefusedQuickly(string piece) =>
        RefusedQuickly(string.Concat(Enumerable.Repeat(piece, 1024 * 1024 / piece.Length)), "");

    [Test]
    public void DeepNestingIsShownWithItsPlace()
    {
        var result = Sample.Read($"question: {new string('[', 40)}{new string(']', 40)}");
        Assert.That(result.Problems.Single().ToString(), Is.EqualTo("sample.yaml:1:42: nested deeper than 32 levels"));
    }

    private static void RefusedQuickly(string text, string words)
    {
        var clock = Stopwatch.StartNew();
        var result = Sample.Read(text);
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)), "bounds an explosion; the machine may be busy");
        Assert.That(result.Scenario, Is.Null);
        Assert.That(string.Join("\n", result.Problems.Take(3)), Does.Contain(words));
        TestContext.Out.WriteLine($"{clock.ElapsedMilliseconds} ms: {result.Problems[0]}");
    }
}
