using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>What a machine without power has sent, from the counters of its interface.</summary>
public sealed class FramesSentTests
{
    [TestCase(0, 0, 0, Description = "nothing")]
    [TestCase(3, 126, 0, Description = "three answers to ARP")]
    [TestCase(1, 54, 1, Description = "the end of a connection: FIN or RST without options")]
    [TestCase(1, 66, 1, Description = "the same with a time stamp")]
    [TestCase(3, 138, 3, Description = "one of these among answers to ARP")]
    [TestCase(1, 86, 1, Description = "a neighbour solicitation of IPv6")]
    public void AllButAnswersToArpCount(int frames, int bytes, int expected) =>
        Assert.That(new FramesSent(1000 + frames, 70_000 + bytes).Since(new(1000, 70_000)), Is.EqualTo(expected));

    [TestCase(999, 80_000)]
    [TestCase(1001, 60_000)]
    public void CountersThatWentBackSayNothing(int frames, int bytes) =>
        Assert.That(new FramesSent(frames, bytes).Since(new(1000, 70_000)), Is.Null);
}
