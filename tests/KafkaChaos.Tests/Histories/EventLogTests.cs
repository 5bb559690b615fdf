using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

public sealed class EventLogTests
{
    [Test]
    public void WhatIsPackedIsWhatWasAdded([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, 20_000).Select(number => number % 7 == 0 ? new HarnessLag(TimeSpan.FromTicks(number)) { At = TimeSpan.FromTicks(number) } : RandomRecords.Next(random)).ToList();
        var history = new History(events);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(history.Events, Is.EqualTo(events));
            Assert.That(history.Of<SendOperation>(), Is.EqualTo(events.OfType<SendOperation>()));
            Assert.That(history.Of<ReadRecord>(), Is.EqualTo(events.OfType<ReadRecord>()));
            Assert.That(history.Of<ConsumedRecord>(), Is.EqualTo(events.OfType<ConsumedRecord>()));
            Assert.That(history.Of<HarnessLag>(), Is.EqualTo(events.OfType<HarnessLag>()));
            Assert.That(history.Of<RunStarted>(), Is.Empty);
            Assert.That(history.Others.Select(other => events[other.Place]), Is.EqualTo(events.OfType<HarnessLag>()));
            Assert.That(history.Latest, Is.EqualTo(events.Max(one => one.At)));
        }
    }

    [Test]
    public void RecordsCanBeGoneThroughAgain()
    {
        var sends = new History([.. Enumerable.Range(0, 3).Select(number => new SendOperation("p", "t", 0, number, default, default, Outcome.Ok, number, null) { At = default })]).Of<SendOperation>();
        Assert.That((sends.Any(), sends.Count(), sends.Last().Sequence), Is.EqualTo((true, 3, 2L)));
    }

    [Test]
    public void TheLargestAndTheSmallestNumbersSurvive()
    {
        long[] wild = [0, long.MaxValue, long.MinValue, -1, long.MaxValue, 1, long.MinValue];
        List<HistoryEvent> events =
        [
            .. wild.SelectMany(one => wild.Select(other => new SendOperation("p", "t", (int)one, one, TimeSpan.FromTicks(other), TimeSpan.FromTicks(one), Outcome.Unknown, other, "e") { At = TimeSpan.FromTicks(one), Transaction = other })),
            .. wild.Select(one => new ReadRecord("t", int.MinValue, one, null, null) { At = TimeSpan.FromTicks(-one) }),
        ];
        Assert.That(new History(events).Events, Is.EqualTo(events));
    }

    [Test]
    public void AHistoryStaysAsItWasWhenItWasTaken()
    {
        var (random, log) = (new Random(1), new EventLog());
        List<HistoryEvent> events = [];
        var taken = new List<History>();
        for (var number = 0; number < 20_000; number++)
        {
            events.Add(RandomRecords.Next(random));
            log.Add(events[^1]);
            if (number % 3_999 == 0)
            {
                taken.Add(new History(log));
            }
        }

        using (Assert.EnterMultipleScope())
        {
            foreach (var one in taken)
            {
                Assert.That(one.Events, Is.EqualTo(events.Take(one.Events.Count)));
                Assert.That(one.Of<SendOperation>().Count(), Is.EqualTo(one.Events.OfType<SendOperation>().Count()));
            }
        }
    }

    [Test]
    public async Task OneThreadReadsWhatAnotherAdds()
    {
        const int Count = 300_000;
        var log = new EventLog();
        var adding = Task.Run(() =>
        {
            for (var number = 0; number < Count; number++)
            {
                var at = TimeSpan.FromTicks(number);
                HistoryEvent one = number % 3 == 0 ? new ReadRecord($"t{number % 50}", number % 7, number, "p", number) { At = at } : new SendOperation($"p{number % 20}", "t", number % 9, number, at, at, Outcome.Ok, number, null) { At = at };
                lock (log)
                {
                    log.Add(one);
                }
            }
        });
        var read = 0;
        while (read < Count)
        {
            History taken;
            lock (log)
            {
                taken = new History(log);
            }

            foreach (var one in taken.Events.Skip(read))
            {
                Assert.That(one.At.Ticks, Is.EqualTo(read++));
            }

            Assert.That(taken.Of<SendOperation>().Count() + taken.Of<ReadRecord>().Count(), Is.EqualTo(taken.Events.Count));
        }

        await adding;
    }
}
