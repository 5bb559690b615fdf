using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Reports;
using NUnit.Framework;
using Spectre.Console;
using static KafkaChaos.Tests.Reports.Sample;
using Recorder = KafkaChaos.Histories.Recorder;

namespace KafkaChaos.Tests.Reports;

public sealed class ProgressViewTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("kafkachaos-reports-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void WhatIsNoTerminalGetsPlainLines()
    {
        using var view = ProgressView.For(Plain(80).Console);
        Assert.That(view, Is.TypeOf<PlainProgress>());
    }

    [Test]
    public async Task PlainProgressShowsAllThatWasRecordedBeforeItsEnd()
    {
        var text = new StringWriter { NewLine = "\n" };
        await using (var recorder = NewRecorder())
        {
            using var view = new PlainProgress(text);
            view.Say("image x: pulling");
            view.Follow(Scenario(), recorder);
            recorder.Record(new PhaseBegan(Phase.CleaningUp) { At = At(1.5) });
            recorder.Record(new LeftoverAudit([], false) { At = At(2) });
        }

        Assert.That(text.ToString(), Is.EqualTo("image x: pulling\nsample: Does it survive?\n    +1.500 s  cleaning up\n    +2.000 s  nothing is left behind\n"));
    }

    [Test]
    public async Task ABrokenTerminalNeverReachesTheRun()
    {
        await using var recorder = NewRecorder();
        using var view = new PlainProgress(new BrokenWriter());
        view.Say("into the void");
        view.Follow(Scenario(), recorder);
        for (var second = 0; second < 100; second++)
        {
            recorder.Record(new MemberRole("zookeeper-a-1", At(second), MemberMode.Leader, second) { At = At(second) });
        }

        Assert.That(recorder.Snapshot().Events, Has.Count.EqualTo(100));
    }

    [Test]
    public async Task LiveProgressShowsTheCursorAtItsEnd()
    {
        var (console, text) = Console(100, AnsiSupport.Yes);
        await using (var recorder = NewRecorder())
        {
            using var view = new LiveProgress(console);
            view.Say("image [x]: pulling");
            view.Follow(Scenario(), recorder);
            recorder.Record(new ControllerSeen(At(0), 2, 1) { At = At(0.1) });
        }

        var seen = text.ToString();
        Assert.That(seen, Does.Contain("image [x]: pulling").And.Contain("controller is kafka-b-1, epoch 1"));
        Assert.That(seen.LastIndexOf("\u001b[?25h", StringComparison.Ordinal), Is.GreaterThan(seen.LastIndexOf("\u001b[?25l", StringComparison.Ordinal)));
    }

    [Test]
    public void ThePanelShowsZonesNodesStepsAndChanges()
    {
        var panel = new LivePanel(Scenario());
        panel.Add(new PhaseBegan(Phase.Load) { At = At(9) });
        panel.Add(new MemberRole("zookeeper-b-1", At(5.4), MemberMode.Leader, 1) { At = At(9.5) });
        panel.Add(new BrokerRegistration(1, At(6.9), true, 20) { At = At(9.7) });
        panel.Add(new Acknowledgement("p", "orders", 0, null, At(11.5)));
        panel.Add(new FaultRequested(0, Fault.Kill, ["zookeeper-b-1"], "because", "method") { At = At(12) });
        panel.Add(new FaultApplied(0, Fault.Kill, "zookeeper-b-1", At(12), At(12.1), At(12.004), "exit code 137") { At = At(12.1) });
        var (console, text) = Plain(90);
        console.Write(panel.Draw(At(12.2)));
        Assert.That(Seen(text), Is.EqualTo(
            """
            ╭────────────────────────────────────────────────────────────────────────────────────────╮
            │ Does it survive?                                                                       │
            │ load  +12.200 s  1 acks/s, 1 acknowledged, 1 of 4 nodes up, 0 of 1 partitions led, 0   │
            │ whole                                                                                  │
            │                                                                                        │
            │            zone a (site-1)            zone b (site-2)                                  │
            │ ZooKeeper  zookeeper-a-1 not started  zookeeper-b-1 down                               │
            │ Kafka      kafka-a-1 up               kafka-b-1 not started                            │
            │                                                                                        │
            │ step 1  done  kill zookeeper-b-1                                                       │
            │ step 2  next  start the nodes of outage, 20 s after step 1                             │
            │                                                                                        │
            │     +9.000 s  load: 200 records/s                                                      │
            │     +9.500 s  zookeeper-b-1 leads the ensemble, epoch 1                                │
            │     +9.700 s  kafka-a-1 is registered                                                  │
            │    +12.000 s  step 1 of 2: kill zookeeper-b-1 (because)                                │
            │    +12.004 s  zookeeper-b-1 was killed (exit code 137)                                 │
            ╰────────────────────────────────────────────────────────────────────────────────────────╯

            """.ReplaceLineEndings("\n")));
    }

    private Recorder NewRecorder() => new(Path.Combine(_folder, "history.jsonl"));

    private sealed class BrokenWriter : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void WriteLine(string? value) => throw new IOException("broken pipe");
    }
}
