using System.Diagnostics;
using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>What the agent does to a process of this machine; its group is a folder, in which a word that is written is so at once.</summary>
public sealed class DeskTests
{
    private const string Zone = "kafkachaos-12345678/east/a";
    private const string Broker = Zone + "/two";

    private string _root = null!;

    [SetUp]
    public void LayOut()
    {
        _root = Directory.CreateTempSubdirectory("kafkachaos-freezer-").FullName;
        foreach (var group in new[] { Zone, Broker })
        {
            Directory.CreateDirectory(PathOf(group));
            File.WriteAllText(Path.Combine(PathOf(group), "freezer.state"), "THAWED");
            File.WriteAllText(Path.Combine(PathOf(group), "cgroup.procs"), "");
        }
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public void AKillEndsEveryProcess()
    {
        using var victim = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        File.WriteAllText(Path.Combine(PathOf(Broker), "cgroup.procs"), $"{victim.Id}\n");
        var desk = new Desk("12345678", FreezerHierarchy.Find(new Machine(), _root), "/disks", TimeProvider.System);
        var before = Stopwatch.GetTimestamp();
        var answer = desk.Answer(new AgentRequest.Kill([Zone], [Broker]));
        var after = Stopwatch.GetTimestamp();

        Assert.That(answer.Deaths.Select(death => (death.Group, death.Process)), Is.EqualTo(new[] { (Broker, victim.Id) }));
        Assert.That(new[] { before, answer.Began, answer.Done, answer.Deaths[0].At, after }, Is.Ordered);
        victim.WaitForExit();
        Assert.That(victim.ExitCode, Is.EqualTo(137));
    }

    private string PathOf(string group) => Path.Combine(_root, "freezer", group);
}
