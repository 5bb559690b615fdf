using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>A process in execve waits for the ends of its other threads; where one of those is frozen already, its group says FREEZING for ever, until both are let go.</summary>
public sealed class FreezerTests
{
    private readonly List<string> _commands = [];
    private PaperGroups _groups = null!;
    private PaperMachine _machine = null!;
    private Freezer _freezer = null!;

    private string One => _groups.Node("one");

    private string Three => _groups.Node("three");

    [SetUp]
    public void LayOut()
    {
        _groups = new PaperGroups(version: 1, systemd: false);
        _machine = new PaperMachine(_groups.Root);
        _commands.Clear();
        _freezer = new Freezer(FreezerHierarchy.Find(_machine, _groups.Root), new PaperTime());
    }

    [TearDown]
    public void Remove() => _groups.Dispose();

    [TestCase(1)]
    [TestCase(11)]
    public void WhatDoesNotFreezeIsLetGoAndAskedAgain(int attempts)
    {
        _machine.Stick(One, attempts);
        _freezer.Freeze([One, Three], [One, Three], _commands);
        string[] once = [_groups.Freeze(One), _groups.Freeze(Three), _groups.Thaw(One), _groups.Thaw(Three)];
        Assert.That(_machine.Done, Is.EqualTo(Enumerable.Repeat(once, attempts + 1).SelectMany(words => words).SkipLast(2)), "all of them, so that they stop at one instant after all");
        Assert.That(_commands.Select(_machine.Short), Is.EqualTo(_machine.Done));
        Assert.That(_groups.Frozen, Is.EqualTo((string[])[One, Three]));
    }

    [Test]
    public void AfterTwelveAttemptsItIsLetGoAndSaysSo()
    {
        _machine.Stick(One, int.MaxValue);
        var refused = Assert.Throws<InvalidOperationException>(() => _freezer.Freeze([One], [One], _commands));
        Assert.That(refused!.Message, Does.StartWith($"{One} was not frozen in 12 attempts of up to 500 ms, after each of which it was let go"));
        Assert.That(_machine.Done, Is.EqualTo(Enumerable.Repeat(_groups.Freeze(One), 12).SelectMany(freeze => new[] { freeze, _groups.Thaw(One) })));
    }

    [TestCase("D", 1, TestName = "AThreadThatWaitsForADiskIsHeldAndDiesBeforeItIsLetGo")]
    [TestCase("R", 2, TestName = "AThreadThatRunsIsNotHeld")]
    [TestCase("S", 2, TestName = "AThreadThatASignalWouldWakeIsNotHeld")]
    [TestCase(null, 2, TestName = "AThreadThatIsNotToBeSeenIsNotHeld")]
    public void AKillTakesAThreadForStoppedThatComesBackIntoTheFreezerOnly(string? state, int attempts)
    {
        if (state is not null)
        {
            _machine.Say("/proc/11/stat", $"11 (a) R (b) {state} 1 1");
        }

        _machine.Stick(One, 1);
        _freezer.Kill([One], [One], () => { }, _commands);
        Assert.That(_commands.Select(_machine.Short).TakeWhile(command => command != "kill -KILL 11").Count(command => command == _groups.Freeze(One)), Is.EqualTo(attempts));
        Assert.That(_commands.Select(_machine.Short), Has.Member("kill -KILL 11").And.Member(_groups.Thaw(One)));
    }

    [Test]
    public void APauseWantsEveryThreadFrozen()
    {
        _machine.Say("/proc/11/stat", "11 (java) D 1 1");
        _machine.Stick(One, 1);
        _freezer.Freeze([One], [One], _commands);
        Assert.That(_commands.Select(_machine.Short).Count(command => command == _groups.Freeze(One)), Is.EqualTo(2));
    }

    [Test]
    public void WhatWasPausedBeforeStaysSoMeanwhile()
    {
        _freezer.Freeze([Three], [Three], []);
        _machine.Say("/proc/11/stat", "11 (java) R 1 1");
        _machine.Stick(One, 1);
        _machine.Forget();
        _freezer.Kill([One, Three], [One], () => { }, _commands);
        Assert.That(_machine.Done.Where(done => done.StartsWith("echo", StringComparison.Ordinal)).Take(5), Is.EqualTo((string[])[_groups.Freeze(One), _groups.Freeze(Three), _groups.Thaw(One), _groups.Freeze(One), _groups.Freeze(Three)]));
    }
}
