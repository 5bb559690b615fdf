using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>What the agent does to a folder that is laid out like the freezer of control groups version 1, in which a word that is written is so at once.</summary>
public sealed class DeskTests
{
    private const string Zone = "kafkachaos-12345678/east/a";
    private const string Member = Zone + "/one";
    private const string Broker = Zone + "/two";

    private string _root = null!;
    private Desk _desk = null!;

    [SetUp]
    public void LayOut()
    {
        _root = Directory.CreateTempSubdirectory("kafkachaos-freezer-").FullName;
        foreach (var group in new[] { Zone, Member, Broker, "kafkachaos-87654321/east/a" })
        {
            Directory.CreateDirectory(PathOf(group));
            File.WriteAllText(Path.Combine(PathOf(group), "freezer.state"), "THAWED");
            File.WriteAllText(Path.Combine(PathOf(group), "cgroup.procs"), "");
        }

        _desk = new Desk("12345678", FreezerHierarchy.Find(new Machine(), _root), TimeProvider.System);
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public void APauseFreezesTheZoneThenEachNodeAndThawsTheZone()
    {
        var answer = Ask(new AgentRequest.Freeze([Zone], [Member, Broker]));
        Assert.That(answer.Error, Is.Null);
        Assert.That(answer.Commands, Is.EqualTo(new[] { Echo("FROZEN", Zone), Echo("FROZEN", Member), Echo("FROZEN", Broker), Echo("THAWED", Zone) }));
        Assert.That(new[] { Zone, Member, Broker }.Select(State), Is.EqualTo((string[])["THAWED", "FROZEN", "FROZEN"]));
    }

    [Test]
    public void AThawIsOfTheNodesThatItNames()
    {
        Ask(new AgentRequest.Freeze([Zone], [Member, Broker]));
        Assert.That(Ask(new AgentRequest.Thaw([Member])).Commands, Is.EqualTo(new[] { Echo("THAWED", Member) }));
        Assert.That(State(Broker), Is.EqualTo("FROZEN"));
    }

    [Test]
    public void AKillEndsEveryProcessAndLeavesNothingFrozen()
    {
        using var victim = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        File.WriteAllText(Path.Combine(PathOf(Broker), "cgroup.procs"), victim.Id.ToString(CultureInfo.InvariantCulture) + "\n");
        var before = Stopwatch.GetTimestamp();
        var answer = Ask(new AgentRequest.Kill([Zone], [Member, Broker]));
        var after = Stopwatch.GetTimestamp();

        Assert.That(answer.Commands, Is.EqualTo(new[] { Echo("FROZEN", Zone), $"kill -KILL {victim.Id}", Echo("THAWED", Zone) }));
        Assert.That(answer.Deaths.Select(death => (death.Group, death.Process)), Is.EqualTo(new[] { (Broker, victim.Id) }));
        Assert.That(new[] { before, answer.Began, answer.Done, answer.Deaths[0].At, after }, Is.Ordered);
        victim.WaitForExit();
        Assert.That(victim.ExitCode, Is.EqualTo(137));
        Assert.That(new[] { Zone, Member, Broker }.Select(State), Is.All.EqualTo("THAWED"));
    }

    [Test]
    public void AKillOfAFrozenNodeThawsItLast()
    {
        Ask(new AgentRequest.Freeze([Zone], [Member, Broker]));
        Assert.That(Ask(new AgentRequest.Kill([Zone], [Member, Broker])).Commands, Is.EqualTo(new[] { Echo("FROZEN", Zone), Echo("THAWED", Member), Echo("THAWED", Broker), Echo("THAWED", Zone) }));
    }

    [Test]
    public void WhenItLeavesItThawsWhatItFrozeAndNothingElse()
    {
        File.WriteAllText(Path.Combine(PathOf(Member), "freezer.state"), "FROZEN");
        Ask(new AgentRequest.Freeze([Broker], [Broker]));
        _desk.Leave();
        Assert.That((State(Member), State(Broker)), Is.EqualTo(("FROZEN", "THAWED")));
    }

    [TestCase("kafkachaos-87654321/east/a", "no control group of run 12345678")]
    [TestCase("kafkachaos-12345678", "no control group of run 12345678")]
    [TestCase("kafkachaos-12345678/../kafkachaos-87654321/east/a", "no control group of run 12345678")]
    [TestCase("docker/one", "no control group of run 12345678")]
    [TestCase("kafkachaos-12345678/east/b", "is not there")]
    public void WhatIsNotItsRunsIsRefused(string group, string words)
    {
        var answer = Ask(new AgentRequest.Freeze([group], [group]));
        Assert.That(answer.Error, Does.Contain(words));
        Assert.That(answer.Commands, Is.Empty);
    }

    private AgentAnswer Ask(AgentRequest request) => _desk.Answer(request with { Id = 1 });

    private string PathOf(string group) => Path.Combine(_root, "freezer", group);

    private string State(string group) => File.ReadAllText(Path.Combine(PathOf(group), "freezer.state"));

    private string Echo(string word, string group) => $"echo {word} >{Path.Combine(PathOf(group), "freezer.state")}";
}
