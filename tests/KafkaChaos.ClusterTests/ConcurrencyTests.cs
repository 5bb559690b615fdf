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
        var brokers = Scenario(Topologies.TwoBrokers + """
            steps:
              - { after: 2s, restart: { node: kafka-b-1 } }
            """);
        var runs = await Task.WhenAll(new[] { ZooKeeperOnly, ZooKeeperOnly, brokers }.Select(scenario => RunAsync(scenario)));
        Assert.That(runs.Select(run => run.Code), Is.All.Zero, string.Join("\n\n", runs.Select(run => run.Output)));
        Assert.That(Directory.GetDirectories(Runs), Has.Length.EqualTo(3));
        foreach (var folder in Directory.GetDirectories(Runs))
        {
            await NothingIsLeftAsync(ScenarioTests.RunOf(folder));
        }
    }
}
