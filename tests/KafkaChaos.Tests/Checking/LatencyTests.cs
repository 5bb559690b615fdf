using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class LatencyTests
{
    private static readonly string[] Windows = ["before step 1", "during step 1", "after step 1"];

    private static readonly string[] Numbers = ["p50", "p90", "p99", "p99.9", "max", "acknowledged", "not acknowledged"];

    [Test]
    public void BeforeDuringAndAfterAFaultHaveFiguresOfTheirOwn()
    {
        var finding = new Story().Find("latency");
        Assert.That(finding.Figures.Select(figure => figure.Name), Is.EqualTo(from window in Windows from number in Numbers select $"{window} {number}"));
        Assert.That(Value(finding, "before step 1 max"), Is.EqualTo(5));
        // What was due at 20 s, when the fault was under way, was acknowledged at 27.1 s.
        Assert.That(Value(finding, "during step 1 max"), Is.EqualTo(7100));
        Assert.That(Value(finding, "during step 1 p50"), Is.EqualTo(5).Within(0.8).Percent);
        Assert.That(Value(finding, "after step 1 max"), Is.EqualTo(5));
        Assert.That(finding.Statement, Does.Contain("5 ms before step 1, 7100 ms during step 1 (kill of zookeeper-b-1, kafka-b-1), 5 ms after step 1"));
    }

    [Test]
    public void EveryRecordIsInOneWindow()
    {
        var story = new Story(outcome: number => number % 7 == 3 ? Outcome.Unknown : number % 7 == 4 ? Outcome.Failed : Outcome.Ok);
        var finding = story.Find("latency");
        Assert.That(Sum("acknowledged"), Is.EqualTo(story.Of<SendOperation>().Count(send => send.Outcome == Outcome.Ok)));
        Assert.That(Sum("not acknowledged"), Is.EqualTo(story.Of<SendOperation>().Count(send => send.Outcome != Outcome.Ok)));

        double Sum(string number) => Windows.Sum(window => Value(finding, $"{window} {number}"));
    }

    [Test]
    public void WhatWasDueBeforeTheLoadBeganIsInNone()
    {
        var story = new Story();
        var count = Value(story.Find("latency"), "before step 1 acknowledged");
        story.Change<SendOperation>(send => send is { Partition: 0, Sequence: 0 }, send => send with { Scheduled = S(9), Invoked = S(9) });
        Assert.That(Value(story.Find("latency"), "before step 1 acknowledged"), Is.EqualTo(count - 1));
        Assert.That(Value(story.Find("latency"), "before step 1 max"), Is.EqualTo(5));
    }

    [Test]
    public void WaitingCountsFromWhenARecordWasDueAndNotFromWhenTheClientWasFree()
    {
        var story = new Story();
        story.Change<SendOperation>(send => send is { Partition: 0, Sequence: 4 }, send => send with { Invoked = S(17), At = S(17.1) });
        Assert.That(Value(story.Find("latency"), "before step 1 max"), Is.EqualTo(5100));
    }

    [Test]
    public void WhatWasOutWhenAFaultTookEffectBelongsToIt()
    {
        var story = new Story();
        story.Change<SendOperation>(send => send is { Partition: 0, Sequence: 4 }, send => send with { At = S(20.031) });
        Assert.That(Value(story.Find("latency"), "during step 1 max"), Is.EqualTo(8031));

        // The first effect was at 20.03 s.
        story.Change<SendOperation>(send => send is { Partition: 0, Sequence: 4 }, send => send with { At = S(20.029) });
        Assert.That(Value(story.Find("latency"), "before step 1 max"), Is.EqualTo(8029));
    }

    [Test]
    public void AFaultEndsWhenTheLastOfItsNodesIsSeenToBeBack()
    {
        var story = new Story();
        story.Change<SendOperation>(send => send.Scheduled == S(44), send => send with { At = S(45) });
        Assert.That(Value(story.Find("latency"), "after step 1 max"), Is.EqualTo(5));
        story.Change<SendOperation>(send => send.Scheduled == S(44.5), send => send with { At = S(45.5) });
        Assert.That(Value(story.Find("latency"), "after step 1 max"), Is.EqualTo(1000));

        story.Remove<FaultApplied>(one => one.Fault == Fault.Start && one.Node == Story.Victims[0]);
        Assert.That(story.Find("latency").Figures.Select(figure => figure.Name), Has.None.StartsWith("after"));
    }

    [Test]
    public void TheNextFaultEndsAFaultAndTheLastUndoEndsBoth()
    {
        var story = new Story();
        story.Add(new FaultRequested(2, Fault.Pause, ["kafka-a-1"], "node", "") { At = S(30) });
        story.Add(new FaultApplied(2, Fault.Pause, "kafka-a-1", S(30), S(30), S(30), "") { At = S(30) });
        story.Add(new FaultRequested(-1, Fault.Resume, ["kafka-a-1"], "node", "") { At = S(32) });
        story.Add(new FaultApplied(-1, Fault.Resume, "kafka-a-1", S(32), S(32), S(32), "") { At = S(32) });
        var finding = story.Find("latency");
        Assert.That(Value(finding, "during step 1 acknowledged"), Is.EqualTo(3 * 20), "due from 20 s, just before it took effect, to 29.5 s");
        Assert.That(Value(finding, "during step 3 acknowledged"), Is.EqualTo(3 * 29), "due from 30 s to 44 s, for step 1 is undone at 44.2 s");
        Assert.That(Value(finding, "after step 3 acknowledged"), Is.EqualTo(3 * 5));
        Assert.That(finding.Figures.Select(figure => figure.Name), Has.None.StartsWith("after step 1"));
    }

    [Test]
    public void WithoutAFaultThereIsOneWindow()
    {
        var story = new Story();
        story.Remove<FaultRequested>();
        Assert.That(story.Find("latency").Figures.Select(figure => figure.Name), Is.EqualTo(Numbers.Select(number => $"without a fault {number}")));
    }

    [Test]
    public void ItNeverObjects()
    {
        var story = new Story(outcome: _ => Outcome.Unknown);
        Assert.That(story.Find("latency"), Has.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Passed).And.Property(nameof(Finding.Figures)).Empty);
        story = new Story();
        story.Change<SendOperation>(_ => true, send => send with { At = S(49.9) });
        Assert.That(story.Find("latency").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void AHistogramIsAtMostOnePercentAboveTheExactPercentiles()
    {
        var random = new Random(1);
        foreach (var size in new[] { 1, 2, 10, 999, 1000, 1001, 30_000 })
        {
            var times = Enumerable.Range(0, size).Select(_ => TimeSpan.FromTicks((long)Math.Pow(10, 10 * random.NextDouble()))).ToList();
            var histogram = new Histogram();
            times.ForEach(histogram.Add);
            times.Sort();
            Assert.That(histogram.Most, Is.EqualTo(times[^1]));
            foreach (var share in new[] { 1, 500, 900, 990, 999, 1000 })
            {
                var exact = times[(int)((((long)size * share) + 999) / 1000) - 1];
                Assert.That(histogram.PerMille(share), Is.GreaterThanOrEqualTo(exact).And.LessThanOrEqualTo((exact * 1.008) + TimeSpan.FromMicroseconds(1)));
            }
        }
    }

    [Test]
    public void AHistogramTakesTheLongestAndTheShortestThereIs()
    {
        var histogram = new Histogram();
        Assert.That(histogram.PerMille(500), Is.EqualTo(TimeSpan.Zero));
        histogram.Add(TimeSpan.MaxValue);
        histogram.Add(TimeSpan.FromTicks(-1));
        Assert.That(histogram.PerMille(1000), Is.EqualTo(TimeSpan.MaxValue));
        Assert.That(histogram.PerMille(500), Is.LessThan(TimeSpan.FromMicroseconds(1)));
    }

    private static double Value(Finding finding, string name) => finding.Figures.Single(figure => figure.Name == name).Value;
}
