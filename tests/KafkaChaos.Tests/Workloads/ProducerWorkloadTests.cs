using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

public sealed class ProducerWorkloadTests
{
    [Test]
    public void ANewClientIsWaitedForLongerEachTimeAndNeverForLong() =>
        Assert.That(((int[])[1, 2, 3, 8, 1_000_000]).Select(clients => ProducerWorkload.Pause(clients).TotalSeconds), Is.EqualTo((double[])[0.1, 0.2, 0.4, 10, 10]));
}
