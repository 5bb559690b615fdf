using Docker.DotNet.Models;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;
using Topology = KafkaChaos.Model.Topology;

namespace KafkaChaos.Tests.Clusters;

/// <summary>What memory a node may use, what a run needs for it, and which images it may run from.</summary>
public sealed class NodeLimitTests
{
    private const long Mebibyte = 1024 * 1024;

    [Test]
    public void ANodesMemoryIsItsContainersLimitWithoutSwap()
    {
        var parameters = new CreateContainerParameters();
        NodeContainers.Place(parameters, "abc", "/run/east/a", 512 * Mebibyte, null);
        Assert.That((parameters.HostConfig!.Memory, parameters.HostConfig.MemorySwap), Is.EqualTo((512 * Mebibyte, 512 * Mebibyte)));
        Assert.That((parameters.HostConfig.NetworkMode, parameters.HostConfig.CgroupParent), Is.EqualTo(("container:abc", "/run/east/a")));
    }

    [Test]
    public void WithoutMemoryThereIsNoLimit()
    {
        var parameters = new CreateContainerParameters();
        NodeContainers.Place(parameters, "abc", "/run/east/a", null, null);
        Assert.That((parameters.HostConfig!.Memory, parameters.HostConfig.MemorySwap), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public void ARunNeedsTheMemoryThatItsNodesAreGiven()
    {
        var usual = Need(null, null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Need(new Hardware(4096 * Mebibyte, 1024 * Mebibyte, null, null), null) - usual, Is.EqualTo((4096 - 128 - 64) * Mebibyte));
            Assert.That(Need(new Hardware(null, 1024 * Mebibyte, null, null), null) - usual, Is.EqualTo((1024 - 128) * Mebibyte));
            Assert.That(Need(null, new Hardware(null, 1024 * Mebibyte, null, null)) - usual, Is.EqualTo((1024 - 128) * Mebibyte));
        }
    }

    [TestCase(ImageFlavour.Any, "zookeeper:3.9.4", "kafkachaos/zookeeper:3.9.4")]
    [TestCase(ImageFlavour.Official, "zookeeper:3.9.4", null)]
    [TestCase(ImageFlavour.Built, null, "kafkachaos/zookeeper:3.9.4")]
    [TestCase(ImageFlavour.Confluent, null, null)]
    public void AFlavourIsNeverServedByAnother(ImageFlavour flavour, string? pulled, string? built)
    {
        var ways = ImageSource.Ways(ImageMirror.Public, NodeKind.ZooKeeper, "3.9.4", flavour);
        Assert.That(ways.Official?.Reference, pulled is null ? Is.Null : Does.EndWith(pulled));
        Assert.That(ways.Built?.Reference, Is.EqualTo(built));
    }

    [Test]
    public void MoreNodesThanANetworkHasAddressesForAreRefusedBeforeAnythingIsMade()
    {
        var many = new Topology([new("a", "a")], [.. Enumerable.Range(1, 246).Select(id => new Node($"kafka-a-{id}", NodeKind.Kafka, id, "a"))], null, null, []);
        var refused = Assert.Throws<EnvironmentException>(() => ResourceCheck.Require(many, "/", "."));
        Assert.That(refused!.Message, Does.Contain("246 nodes").And.Contain("at most 245"));
    }

    private static long Need(Hardware? software, Hardware? node) => ResourceNeed.Of(new Topology(
        [new("a", "a")],
        [new("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a") { Hardware = node }],
        new ZooKeeperSoftware("3.9.4", new Dictionary<string, string>()) { Hardware = software },
        null,
        [])).Memory;
}
