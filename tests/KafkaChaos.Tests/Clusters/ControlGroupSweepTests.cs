using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class ControlGroupSweepTests
{
    [TestCase("kafkachaos/zookeeper:3.9.4", true)]
    [TestCase("kafkachaos/base:bookworm", true)]
    [TestCase("zookeeper:3.9.4", true)]
    [TestCase("apache/kafka:3.9.2", true)]
    [TestCase("registry:5000/hub/zookeeper:3.9.4", true)]
    [TestCase("registry:5000/hub/apache/kafka:3.9.2", true)]
    [TestCase("127.0.0.1:5000/zookeeper:3.9.4", true)]
    [TestCase("registry:5000/exhibitor-zookeeper:3.9.4", false)]
    [TestCase("zookeeper:5000/busybox:1", false)]
    [TestCase("alpine:3", false)]
    [TestCase("<none>:<none>", false)]
    public void AnImageThatRunsUseIsKnownInWhateverRegistryItIs(string reference, bool known) => Assert.That(ControlGroupSweep.IsOfRuns(reference), Is.EqualTo(known));
}
