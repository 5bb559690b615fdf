using System.Text;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class FileTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("kafkachaos-scenarios-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void AFileThatIsNotThereIsAProblem() => HasProblem("nowhere.yaml", "there is no such file");

    [Test]
    public void AFileInAFolderThatIsNotThereIsAProblem() => HasProblem("no/where.yaml", "there is no such file");

    [Test]
    public void AFolderIsAProblem() => HasProblem(".", "is a folder; give a file");

    [Test]
    public void AnImpossibleNameIsAProblem() => HasProblem("a\0b", "");

    [Test]
    public void AFileAboveAMebibyteIsAProblem()
    {
        Write("big.yaml", Encoding.UTF8.GetBytes($"{Sample.Text}\n#{new string('x', 1024 * 1024)}"));
        HasProblem("big.yaml", "larger than 1 MiB");
    }

    [Test]
    public void WhatIsNotUtf8IsAProblem()
    {
        Write("latin.yaml", [.. "question: "u8, 0xE9, (byte)'\n']);
        HasProblem("latin.yaml", "not UTF-8 at byte 10");
    }

    [Test]
    public void AByteOrderMarkAndWindowsLineEndsAreRead()
    {
        Write("windows.yaml", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Sample.Text.Replace("\n", "\r\n", StringComparison.Ordinal))]);
        var result = ScenarioReader.Read(Path.Combine(folder, "windows.yaml"));
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Scenario!.Name, Is.EqualTo("windows"));
    }

    [Test]
    public void ATopologyMayStandInAFileOfItsOwn()
    {
        Directory.CreateDirectory(Path.Combine(folder, "topologies"));
        Write("topologies/three.yaml", Encoding.UTF8.GetBytes(Sample.Topology.Replace("\n  ", "\n", StringComparison.Ordinal).TrimStart()));
        var result = ReadWithTopology("topologies/three.yaml");
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Scenario!.Topology.Nodes, Has.Count.EqualTo(6));
        Assert.That(result.TopologyFile!.Path, Is.EqualTo(Path.Combine(folder, "topologies/three.yaml")));
        Assert.That(result.TopologyFile.Text, Does.StartWith("domains:"));
    }

    [Test]
    public void AMistakeInATopologyFileIsShownThere()
    {
        Write("three.yaml", Encoding.UTF8.GetBytes(Sample.Topology.Replace("\n  ", "\n", StringComparison.Ordinal).TrimStart().Replace("kafka: 1 }\n  b", "kafka: x }\n  b", StringComparison.Ordinal)));
        var problem = ReadWithTopology("three.yaml").Problems.Single();
        Assert.That(problem.File, Is.EqualTo(Path.Combine(folder, "three.yaml")));
        Assert.That((problem.Line, problem.Column, problem.Key), Is.EqualTo((3, 29, "topology.zones.a.kafka")));
    }

    [Test]
    public void ATopologyFileThatIsNotThereIsShownInTheScenario()
    {
        var problem = ReadWithTopology("nowhere.yaml").Problems.Single();
        Assert.That((Path.GetFileName(problem.File), problem.Line, problem.Column, problem.Key), Is.EqualTo(("scenario.yaml", 2, 11, "topology")));
        Assert.That(problem.Message, Is.EqualTo("there is no such file"));
    }

    private ReadResult ReadWithTopology(string name)
    {
        Write("scenario.yaml", Encoding.UTF8.GetBytes($"question: Q\ntopology: {name}\n{Sample.Load}\nsteps:\n{Sample.Kill}\n"));
        return ScenarioReader.Read(Path.Combine(folder, "scenario.yaml"));
    }

    private void HasProblem(string name, string words)
    {
        var result = ScenarioReader.Read(Path.Combine(folder, name));
        var problem = result.Problems.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Scenario, Is.Null);
            Assert.That(problem.Line, Is.Zero);
            Assert.That(problem.Message, Does.Contain(words));
        }
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
}
