using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Runs beside each other.</summary>
// Three at a time are enough.
[NonParallelizable]
public sealed class ConcurrencyTests : ClusterTest
{
    [Test]
    public async Task ThreeRunsAtTheSameTimeDoNotDisturbEachOther()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ToolProcess.RunAsync("run", ZooKeeperOnly, "--runs", Runs)));
        Assert.That(runs.Select(run => run.Code), Is.All.Zero, string.Join("\n\n", runs.Select(run => run.Output)));
        Assert.That(Directory.GetDirectories(Runs), Has.Length.EqualTo(3));
        foreach (var folder in Directory.GetDirectories(Runs))
        {
            await NothingIsLeftAsync(ScenarioTests.RunOf(folder));
        }
    }
}
