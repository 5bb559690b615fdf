using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>An agent on paper: what it does is written down, on each version of control groups and with the names of each driver.</summary>
/// <param name="version">Of the control groups: 1 or 2.</param>
/// <param name="systemd">Which driver the engine has: systemd's or cgroupfs.</param>
[TestFixture(1, false)]
[TestFixture(1, true)]
[TestFixture(2, false)]
[TestFixture(2, true)]
public abstract class DeskFixture(int version, bool systemd)
{
    internal PaperGroups Groups { get; private set; } = null!;

    internal PaperMachine Machine { get; private set; } = null!;

    internal Desk Desk { get; private set; } = null!;

    internal string Disks => Path.Combine(Groups.Root, "disks");

    [SetUp]
    public void LayOut()
    {
        Groups = new PaperGroups(version, systemd);
        Machine = new PaperMachine(Groups.Root);
        Directory.CreateDirectory(Disks);
        Desk = new Desk(PaperGroups.Run, FreezerHierarchy.Find(Machine, Groups.Root), Disks, new PaperTime());
    }

    [TearDown]
    public void Remove() => Groups.Dispose();

    /// <summary>Has it done, and looks whether the history gets to know all of it.</summary>
    internal AgentAnswer Do(AgentRequest request)
    {
        Machine.Forget();
        var answer = Desk.Answer(request with { Id = 7 });
        Assert.That(answer.Id, Is.EqualTo(7));
        Assert.That(answer.Error, Is.Null);
        Assert.That(answer.Commands.Select(Machine.Short), Is.EquivalentTo(Machine.Done.Where(done => done[0] != '[')), "the history's commands are those that were done");
        return answer;
    }

    /// <summary>Asks for what is to fail.</summary>
    /// <returns>Why it did.</returns>
    internal string Refused(AgentRequest request)
    {
        Machine.Forget();
        return Desk.Answer(request).Error ?? throw new AssertionException($"{request} was done");
    }

    internal void Did(params string[] done) => Assert.That(Machine.Done, Is.EqualTo(done));

    internal static string[] Lines(params string[] lines) => lines;
}
