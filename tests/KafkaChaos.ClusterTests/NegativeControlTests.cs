using KafkaChaos.Checking;
using KafkaChaos.Reports;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Clusters that must lose records or znodes: a run that finds none of it is a failing test.</summary>
/// <remarks>Losses of records by power have scenarios of their own.</remarks>
public sealed class NegativeControlTests : ClusterTest
{
    private const string ThreeBrokers = """
        question: A test's own.
        topology:
          zones:
            a: { zookeeper: 1, kafka: 1 }
            b: { kafka: 1 }
            c: { kafka: 1 }
          zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
          kafka:
            version: 3.9.2
            metadata: zookeeper
            settings: { zookeeper.session.timeout.ms: 6000, unclean.leader.election.enable: "UNCLEAN" }
          topics: { orders: { partitions: 3, replication: 3, min.insync.replicas: 1 } }
        expect: { producer: { lost: { at-least: 1 } } }

        """;

    [Test]
    public Task WithAcksOfOneALeaderThatDiesAloneTakesItsRecordsAlong() => LosesAsync(ThreeBrokers.Replace("UNCLEAN", "false", StringComparison.Ordinal) + """
        load: { rate: 100/s, acks: 1, idempotence: false }
        steps:
          # For less than replica.lag.time.max.ms, so that the followers are in the in-sync set still, and can be elected.
          - { after: 3s, as: cut, isolate: { node: [kafka-b-1, kafka-c-1], from: peers } }
          - { after: 5s, as: crash, kill: { node: kafka-a-1 } }
          - { after: 12s, heal: { same-as: cut } }
          - { after: 1s, start: { same-as: crash } }
        """);

    [Test]
    public Task AnUncleanElectionLosesWhatItsLeaderDoesNotHave() => LosesAsync(ThreeBrokers.Replace("UNCLEAN", "true", StringComparison.Ordinal) + """
        load: { rate: 100/s, acks: all }
        steps:
          # Beyond their sessions, so that the leader is the whole in-sync set.
          - { after: 3s, as: cut, isolate: { node: [kafka-b-1, kafka-c-1], from: [peers, zookeeper] } }
          - { after: 15s, as: crash, kill: { node: kafka-a-1 } }
          - { after: 1s, heal: { same-as: cut } }
          - { after: 12s, start: { same-as: crash } }
        """);

    [Test]
    public async Task AnEnsembleThatDoesNotSyncItsLogLosesZnodesWhenAllOfItLosesPower()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(ToolProcess.Home, "scenarios", "lose-power-of-every-voter-zookeeper-only.yaml"));
        var unsynced = text.Replace("tickTime: 500", "tickTime: 500, forceSync: no", StringComparison.Ordinal).Replace("after: 16s", "after: 2s", StringComparison.Ordinal);
        var (code, output) = await RunAsync(Scenario(unsynced));
        var verdict = await VerdictFile.ReadAsync(Path.Combine(RunFolder, "verdict.json"), CancellationToken.None);
        var lost = verdict.Findings.Where(finding => finding.Property == "znode-loss").ToList();
        Assert.That(lost, Is.Not.Empty.And.All.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Failed), output);
        Assert.That(code, Is.EqualTo(1), output);
    }

    private async Task LosesAsync(string scenario)
    {
        var output = await PassesAsync(Scenario(scenario));
        Assert.That(output, Does.Match("lost +passed +[1-9][0-9]* of [0-9]+ acknowledged records were lost").And.Match("lost-on-disk +passed"));
    }
}
