using KafkaChaos.Histories;
using KafkaChaos.Runs;
using NUnit.Framework;

namespace KafkaChaos.Tests.Runs;

public sealed class StoredRunTests
{
    private static readonly string Shipped = Path.Combine(Repository.Root, "scenarios", "lose-one-zone-of-three.yaml");

    private string _folder = "";

    private string History => Path.Combine(_folder, "history.jsonl");

    private string Beside => Path.Combine(_folder, "scenario.yaml");

    [SetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("kafkachaos-stored-").FullName;
        File.WriteAllText(History, """{"type":"run-started","run":"r","scenario":"theirs","utc":"2026-01-01T00:00:00Z","tool":"another","at":0}""" + "\n");
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task AHistoryIsJudgedByTheScenarioBesideIt()
    {
        File.Copy(Shipped, Beside);
        foreach (var path in new[] { History, _folder })
        {
            var judgement = await Recheck.RunAsync(StoredRun.Find(path, null, out _)!, CancellationToken.None);
            Assert.That(judgement.Scenario, Is.EqualTo("theirs"));
            Assert.That(judgement.Run, Is.EqualTo("r"));
        }
    }

    [Test]
    public async Task AHistoryIsJudgedByTheScenarioThatIsGivenThoughAnotherIsBesideIt()
    {
        await File.WriteAllTextAsync(Beside, "not a scenario");
        var judgement = await Recheck.RunAsync(StoredRun.Find(History, Shipped, out _)!, CancellationToken.None);
        Assert.That(judgement.Scenario, Is.EqualTo("lose-one-zone-of-three"));
    }

    [Test]
    public void WhatIsMissingIsNamedWithWhatToGive()
    {
        string Missing(string path, string? scenario)
        {
            Assert.That(StoredRun.Find(path, scenario, out var missing), Is.Null);
            return missing;
        }

        Assert.That(Missing(History, null), Does.Contain("no scenario.yaml beside it").And.Contain("--scenario FILE"));
        Assert.That(Missing(History, Beside), Does.Contain(Beside));
        Assert.That(Missing(Path.Combine(_folder, "none.jsonl"), Shipped), Does.Contain("none.jsonl").And.Contain("a history of JSON lines"));
        File.Delete(History);
        Assert.That(Missing(_folder, Shipped), Does.Contain("expected history.jsonl in it"));
    }

    [Test]
    public async Task AScenarioThatCannotBeReadIsNoVerdict()
    {
        await File.WriteAllTextAsync(Beside, "steps: 7");
        await Assert.ThrowsAsync<ScenarioException>(() => Recheck.RunAsync(StoredRun.Find(History, null, out _)!, CancellationToken.None));
    }

    [TestCase("""{"type":"fault-requested","step":0,"fault":"isolate","nodes":["kafka-z-9"],"because":"b","method":"m","from":["nodes"],"at":5}""")]
    [TestCase("""{"type":"fault-requested","step":0,"fault":"kill","nodes":["kafka-z-9"],"because":"b","method":"m","at":5}""")]
    [TestCase("""{"type":"fault-applied","step":0,"fault":"kill","node":"kafka-z-9","sent":1,"seen":3,"effect":2,"proof":"p","at":5}""")]
    [TestCase("""{"type":"fault-failed","step":0,"fault":"kill","node":"kafka-z-9","reason":"r","at":5}""")]
    public async Task AFaultOfANodeThatTheScenarioLacksIsRefusedWithItsLine(string fault)
    {
        File.Copy(Shipped, Beside);
        await File.AppendAllTextAsync(History, fault + "\n");
        var refused = await Assert.ThrowsAsync<HistoryFormatException>(() => Recheck.RunAsync(StoredRun.Find(History, null, out _)!, CancellationToken.None));
        Assert.That(refused!.Message, Does.Contain(":2: ").And.Contain("seen a fault of kafka-z-9, expected a node of the scenario: zookeeper-"));
    }

    [Test]
    public async Task AHistoryThatCannotBeTrustedIsNoVerdict()
    {
        File.Copy(Shipped, Beside);
        await File.AppendAllTextAsync(History, "\n");
        await Assert.ThrowsAsync<HistoryFormatException>(() => Recheck.RunAsync(StoredRun.Find(History, null, out _)!, CancellationToken.None));
    }
}
