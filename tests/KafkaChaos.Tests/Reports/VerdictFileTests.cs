using System.Globalization;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Reports;
using NUnit.Framework;
using static KafkaChaos.Tests.Reports.Sample;

namespace KafkaChaos.Tests.Reports;

public sealed class VerdictFileTests
{
    private string _path = "";

    [SetUp]
    public void MakeFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("kafkachaos-verdict-").FullName, "verdict.json");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public async Task AVerdictIsReadBackAsItWasWritten()
    {
        var judgement = Judgement(
            new Finding("quorum", Verdict.Passed, "it [survived] \"ü\"", [new("election-time", 0.412, "s"), new("gap", double.PositiveInfinity, "s")], [new(At(12.345), "log", "a\nb"), new(null, "engine", "c")]),
            new Finding("lost", Verdict.Inconclusive, "unknown", [], [])) with
        { Derivations = ["because"] };
        await VerdictFile.WriteAsync(_path, judgement, default);
        var back = await VerdictFile.ReadAsync(_path, default);
        Assert.That(back.Findings, Has.Count.EqualTo(2));
        Assert.That(back.Findings[0].Figures, Is.EqualTo(judgement.Findings[0].Figures));
        Assert.That(back.Findings[0].Evidence, Is.EqualTo(judgement.Findings[0].Evidence));
        Assert.That(back.Findings[0].Statement, Is.EqualTo(judgement.Findings[0].Statement));
        Assert.That(back.Derivations, Is.EqualTo(judgement.Derivations));
        Assert.That(back with { Findings = judgement.Findings, Derivations = judgement.Derivations }, Is.EqualTo(judgement));
    }

    [Test]
    public async Task TheLinesAndTheFaultOfAnExampleAreReadBack()
    {
        var evidence = new Evidence(At(20), "delivery report", "a") { Lines = [812, 1900], Fault = "during step 1 (kill of kafka-a-1)" };
        await VerdictFile.WriteAsync(_path, Judgement(new Finding("lost", Verdict.Failed, "lost", [], [evidence])), default);
        var back = (await VerdictFile.ReadAsync(_path, default)).Findings[0].Evidence[0];
        Assert.That(back.Lines, Is.EqualTo(evidence.Lines));
        Assert.That(back.Fault, Is.EqualTo(evidence.Fault));
    }

    [Test]
    public async Task AVerdictIsTheSameFileInEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Russian();
            await VerdictFile.WriteAsync(_path, Judgement(new Finding("quorum", Verdict.Passed, "it survived", [new("election-time", -1234.5, "s")], [new(At(12.345), "log", "x")])), default);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo(
            """
            {
              "verdict": "passed",
              "run": "0123456789ab",
              "scenario": "sample",
              "question": "Does it survive?",
              "findings": [
                {
                  "property": "quorum",
                  "verdict": "passed",
                  "statement": "it survived",
                  "figures": [
                    {
                      "name": "election-time",
                      "value": -1234.5,
                      "unit": "s"
                    }
                  ],
                  "evidence": [
                    {
                      "at": 12345000000,
                      "source": "log",
                      "text": "x"
                    }
                  ]
                }
              ],
              "derivations": []
            }

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task AnOldVerdictIsReplacedAsAWhole()
    {
        await File.WriteAllTextAsync(_path, new string('x', 10_000));
        await VerdictFile.WriteAsync(_path, Judgement(), default);
        Assert.That((await VerdictFile.ReadAsync(_path, default)).Findings, Is.Empty);
        Assert.That(Directory.EnumerateFiles(Path.GetDirectoryName(_path)!).ToList(), Is.EqualTo(new[] { _path }));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"verdict":"perhaps"}""")]
    public async Task WhatIsNoVerdictIsRefusedWithItsPath(string text)
    {
        await File.WriteAllTextAsync(_path, text);
        try
        {
            await VerdictFile.ReadAsync(_path, default);
            Assert.Fail("it was read");
        }
        catch (HistoryFormatException refused)
        {
            Assert.That(refused.Message, Does.StartWith($"{_path}:1: not a verdict of KafkaChaos: "));
        }
    }
}
