using NUnit.Framework;
using org.apache.zookeeper;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

public sealed class ZnodePathTests
{
    [TestCase("/")]
    [TestCase("/a")]
    [TestCase("/a/b.c/..d/ż")]
    public void A_path_that_ZooKeeper_takes_is_taken(string path) => Assert.That(() => ZnodePath.Validate(path), Throws.Nothing);

    [TestCase("")]
    [TestCase("a")]
    [TestCase("/a/")]
    [TestCase("//a")]
    [TestCase("/a/../b")]
    [TestCase("/./a")]
    [TestCase("/a\u0000")]
    [TestCase("/a\u001f")]
    [TestCase("/a\ufff0")]
    public void A_path_that_ZooKeeper_refuses_is_refused_here(string path) =>
        Assert.That(() => ZnodePath.Validate(path), Throws.ArgumentException.With.Message.Contains("Znode path"));

    [Test]
    public void A_sequential_znode_may_have_no_name_of_its_own() =>
        Assert.That(() => ZnodePath.Validate("/election/", isSequential: true), Throws.Nothing);
}
