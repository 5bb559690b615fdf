using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class MetadataLossTests
{
    [TestCase(369L, KafkaChaos.Checking.Verdict.Passed)]
    [TestCase(368L, KafkaChaos.Checking.Verdict.Failed)]
    [TestCase(0L, KafkaChaos.Checking.Verdict.Failed)]
    [TestCase(null, KafkaChaos.Checking.Verdict.Failed)]
    [TestCase(1_000L, KafkaChaos.Checking.Verdict.Failed, Description = "nobody wrote it")]
    [TestCase(110L, KafkaChaos.Checking.Verdict.Inconclusive, Description = "of unknown outcome, and over long before the last was begun")]
    public void TheLastReadShowsTheLastWrite(long? shown, Verdict verdict)
    {
        var story = KRaftStory.Of();
        story.Change<QuorumRead>(_ => true, read => read with { Sequence = shown });
        Assert.That(Verdict(story), Is.EqualTo(verdict));
    }

    [Test]
    public void OfTwoWritesAtOnceEitherMayBeTheLast()
    {
        var story = KRaftStory.Of();
        story.Change<QuorumRead>(_ => true, read => read with { Sequence = 368 });
        story.Change<QuorumWrite>(write => write.Sequence == 368, write => write with { At = S(46.95) });
        Assert.That(Verdict(story), Is.EqualTo(KafkaChaos.Checking.Verdict.Passed));
    }

    [TestCase(46.95, KafkaChaos.Checking.Verdict.Passed)]
    [TestCase(46.85, KafkaChaos.Checking.Verdict.Inconclusive)]
    public void AWriteOfUnknownOutcomeMayBeTheLastWhereItWasNotOverBefore(double over, Verdict verdict)
    {
        var story = KRaftStory.Of();
        story.Change<QuorumWrite>(write => write.Sequence == 368, write => write with { Outcome = Outcome.Unknown, At = S(over) });
        story.Change<QuorumRead>(_ => true, read => read with { Sequence = 368 });
        Assert.That(Verdict(story), Is.EqualTo(verdict));
    }

    [Test]
    public void AWriteThatFailedIsNoneThatMayBeRead()
    {
        var story = KRaftStory.Of();
        story.Change<QuorumWrite>(write => write.Sequence == 110, write => write with { Outcome = Outcome.Failed });
        story.Change<QuorumRead>(_ => true, read => read with { Sequence = 110 });
        Assert.That(Verdict(story), Is.EqualTo(KafkaChaos.Checking.Verdict.Failed));
    }

    [TestCase(46.5)]
    [TestCase(null)]
    public void WhatWasAcknowledgedAfterTheReadBeganNeedNotBeInIt(double? invoked)
    {
        var story = KRaftStory.Of();
        story.Change<QuorumRead>(_ => true, read => read with { Sequence = 368, Invoked = invoked is { } at ? S(at) : null });
        Assert.That(Verdict(story), Is.EqualTo(KafkaChaos.Checking.Verdict.Inconclusive));
    }

    [Test]
    public void WithoutAReadOrAWriteNothingIsShown()
    {
        var story = KRaftStory.Of();
        story.Remove<QuorumRead>();
        Assert.That(Verdict(story), Is.EqualTo(KafkaChaos.Checking.Verdict.Inconclusive));
        story.Remove<QuorumWrite>();
        Assert.That(Verdict(story), Is.EqualTo(KafkaChaos.Checking.Verdict.Inconclusive));
    }

    private static Verdict Verdict(Story story) => story.Find("metadata-loss").Verdict;
}
