using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class RunLockTests
{
    [Test]
    public void ALockIsHeldUntilItsOwnerLetsGo()
    {
        var held = RunLock.Take(RunIdentity.New());
        Assert.That(RunLock.IsHeld(held.Path), Is.True);
        held.Dispose();
        Assert.That(RunLock.IsHeld(held.Path), Is.False);
        Assert.That(File.Exists(held.Path), Is.False);
    }

    [Test]
    public void AKeptRunStaysKeptAfterItsEndUntilItIsForgotten()
    {
        var held = RunLock.Take(RunIdentity.New());
        held.Keep();
        held.Dispose();
        Assert.That(RunLock.IsKept(held.Path), Is.True);
        RunLock.Forget(held.Path);
        Assert.That(RunLock.IsKept(held.Path), Is.False);
    }

    [Test]
    public void ARunOfAnEarlierBootIsDeadWhateverItsLockSays()
    {
        using var held = RunLock.Take(RunIdentity.New());
        Assert.That(new RunTrace("x", held.Path, $"{RunIdentity.Place()}:1:1", []).Alive, Is.True);
        Assert.That(new RunTrace("x", held.Path, "another-boot:1:1:1", []).Alive, Is.False);
    }

    [Test]
    public void ARunOfAnotherMountNamespaceCannotBeToldDeadFromHere()
    {
        var path = RunLock.PathOf("not-there");
        Assert.That(new RunTrace("x", path, $"{RunIdentity.BootId()}:1:1:1", []).Elsewhere, Is.True);
        Assert.That(new RunTrace("x", path, $"{RunIdentity.Place()}:1:1", []).Elsewhere, Is.False);
        Assert.That(new RunTrace("x", path, null, []).Elsewhere, Is.False, "only control groups are left, which any run of this user may remove");
    }
}
