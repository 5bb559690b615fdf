using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>A process in execve waits for the ends of its other threads; where one of those is frozen already, its group says FREEZING for ever, until both are let go.</summary>
public sealed class FreezerTests : IMachine
{
    private const string Zone = "kafkachaos-12345678/east/a";
    private const string Other = "kafkachaos-12345678/east/b";
    private const string Paused = "kafkachaos-12345678/east/c";

    private readonly List<string> _commands = [];
    private string _root = null!;
    private Freezer _freezer = null!;
    private int _stuck;

    [SetUp]
    public void LayOut()
    {
        _root = Directory.CreateTempSubdirectory("kafkachaos-freezer-").FullName;
        foreach (var group in new[] { Zone, Other, Paused })
        {
            Directory.CreateDirectory(Path.Combine(_root, "freezer", group));
            File.WriteAllText(FileOf(group), "THAWED");
            File.WriteAllText(Path.Combine(_root, "freezer", group, "cgroup.procs"), "");
        }

        _commands.Clear();
        _freezer = new Freezer(FreezerHierarchy.Find(this, _root), new PaperTime());
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [TestCase(1)]
    [TestCase(9)]
    public void WhatDoesNotFreezeIsLetGoAndAskedAgain(int attempts)
    {
        _stuck = attempts;
        _freezer.Freeze([Zone, Other], [Zone, Other], _commands);
        var once = new[] { Echo("FROZEN", Zone), Echo("FROZEN", Other), Echo("THAWED", Zone), Echo("THAWED", Other) };
        Assert.That(_commands, Is.EqualTo(Enumerable.Repeat(once, attempts + 1).SelectMany(words => words).SkipLast(2)), "all of them, so that they stop at one instant after all");
        Assert.That(new[] { Zone, Other }.Select(State), Is.All.EqualTo("FROZEN"));
    }

    [Test]
    public void AfterTenAttemptsItIsLetGoAndSaysSo()
    {
        _stuck = int.MaxValue;
        var refused = Assert.Throws<InvalidOperationException>(() => _freezer.Freeze([Zone], [Zone], _commands));
        Assert.That(refused!.Message, Does.StartWith($"{Zone} was not frozen in 10 attempts of 500 ms, after each of which it was let go"));
        Assert.That(_commands.Count(command => command == Echo("FROZEN", Zone)), Is.EqualTo(10));
        Assert.That(State(Zone), Is.EqualTo("THAWED"));
    }

    [Test]
    public void WhatWasPausedBeforeStaysSoMeanwhile()
    {
        _freezer.Freeze([Paused], [Paused], []);
        _stuck = 1;
        _freezer.Kill([Zone, Paused], [Zone], () => Assert.That(_commands, Does.Not.Contain(Echo("THAWED", Paused)).And.Contain(Echo("THAWED", Zone))), _commands);
    }

    void IMachine.Write(string path, string word) => File.WriteAllText(path, word == "FROZEN" && path == FileOf(Zone) && _stuck-- > 0 ? "FREEZING" : word);

    private string State(string group) => File.ReadAllText(FileOf(group));

    private string FileOf(string group) => Path.Combine(_root, "freezer", group, "freezer.state");

    private string Echo(string word, string group) => $"echo {word} >{FileOf(group)}";
}
