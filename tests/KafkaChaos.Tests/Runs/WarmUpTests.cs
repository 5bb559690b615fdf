using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Runs;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;

namespace KafkaChaos.Tests.Runs;

public sealed class WarmUpTests
{
    [Test]
    public void EveryProducerNeedsAnAcknowledgementOfEachOfItsPartitions()
    {
        var warm = Of(new Named("shop"), new Named("bank"), new Named("quiet", Acks.None));
        Assert.That(warm.Cold, Is.EqualTo((string[])["orders/0 of bank", "orders/0 of shop", "orders/1 of bank", "orders/1 of shop"]));
        warm.Add(Sent("shop", 0));
        warm.Add(Sent("bank", 1));
        warm.Add(Sent("bank.2", 0));
        warm.Add(Sent("stranger", 1));
        Assert.That(warm.Cold, Is.EqualTo((string[])["orders/1 of shop"]));
        warm.Add(Sent("shop", 1));
        Assert.That(warm.Cold, Is.Empty);
    }

    [Test]
    public void WhatIsInATransactionCountsOnceThatIsCommitted()
    {
        var warm = Of(new Named("bank", Records: 2));
        warm.Add(Sent("bank", 0, transaction: 0));
        warm.Add(Sent("bank", 1, transaction: 0));
        warm.Add(Ended(0, TransactionEnd.Commit, Outcome.Unknown));
        warm.Add(Ended(0, TransactionEnd.Abort, Outcome.Ok));
        warm.Add(Sent("bank", 1, transaction: 1));
        Assert.That(warm.Cold, Is.EqualTo((string[])["orders/0 of bank", "orders/1 of bank"]));
        warm.Add(Ended(1, TransactionEnd.Commit, Outcome.Ok));
        Assert.That(warm.Cold, Is.EqualTo((string[])["orders/0 of bank"]));
    }

    private static WarmUp Of(params Named[] producers)
    {
        var (topology, one) = (new Story(partitions: 2).Scenario.Topology, new Story().Scenario.Load!.Producers[0]);
        return new WarmUp(new Load([.. producers.Select(named => one with { Name = named.Name, Acks = named.Acks, TransactionRecords = named.Records })], []), topology);
    }

    private static Acknowledgement Sent(string producer, int partition, long? transaction = null) => new(producer, "orders", partition, transaction, TimeSpan.Zero);

    private static TransactionEnded Ended(long number, TransactionEnd end, Outcome outcome) => new("bank", number, end, TimeSpan.Zero, outcome, null) { At = TimeSpan.Zero };

    private sealed record Named(string Name, Acks Acks = Acks.All, int Records = 0);
}
