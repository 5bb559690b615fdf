using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class WaitTests
{
    [Test]
    public async Task AWaitEndsWhenItsConditionHolds()
    {
        var looks = 0;
        await Wait.UntilAsync("three looks", TimeSpan.FromMinutes(1), _ => Task.FromResult(new Look(++looks == 3, "")), CancellationToken.None);
        Assert.That(looks, Is.EqualTo(3));
    }

    [Test]
    public async Task AWaitThatFailsTellsWhatItSawLast()
    {
        var late = await Assert.ThrowsAsync<WaitException>(() =>
            Wait.UntilAsync("the moon", TimeSpan.FromMilliseconds(300), _ => Task.FromResult(new Look(false, "clouds")), CancellationToken.None));
        Assert.That(late!.Message, Does.Contain("for the moon").And.Contain("clouds"));
    }

    [Test]
    public async Task AnExceptionOfALookIsWhatWasSeen()
    {
        var late = await Assert.ThrowsAsync<WaitException>(() =>
            Wait.UntilAsync("calm", TimeSpan.FromMilliseconds(300), _ => throw new IOException("storm"), CancellationToken.None));
        Assert.That(late!.Message, Does.Contain("storm"));
    }

    [Test]
    public async Task AnEnvironmentThatCannotDoItEndsAWaitAtOnce() =>
        await Assert.ThrowsAsync<EnvironmentException>(() =>
            Wait.UntilAsync("it", TimeSpan.FromMinutes(10), _ => throw new EnvironmentException("no", "here", "that", "this", "go"), CancellationToken.None));

    [Test]
    public async Task ACancelledWaitIsNoTimeout()
    {
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.CatchAsync<OperationCanceledException>(() =>
            Wait.UntilAsync("it", TimeSpan.FromMinutes(10), _ => Task.FromResult(new Look(false, "")), cancelled.Token));
    }
}
