using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>Debian's ZooKeeper stands in for a version only for want of a distribution, and only without brokers. No engine: nothing is at hand, and what is built is played.</summary>
public sealed class ImageSourceTests
{
    private readonly List<string> _built = [];
    private string _distributions = "";

    [SetUp]
    public void MakeDistributions()
    {
        _built.Clear();
        _distributions = Directory.CreateTempSubdirectory("kafkachaos-distributions-").FullName;
        Directory.CreateDirectory(Path.Combine(_distributions, "zookeeper-3.9.4", "lib"));
    }

    [TearDown]
    public void RemoveDistributions() => Directory.Delete(_distributions, recursive: true);

    [Test]
    public async Task WithoutADistributionDebiansRunsAndThatIsSaid()
    {
        var said = new List<string>();
        Assert.That(await Get("3.9.5", standIn: true, said: said), Is.EqualTo(NodeImage.Debian));
        Assert.That(_built, Is.EqualTo(["zookeeper 3.9.5", "zookeeper debian"]));
        Assert.That(said, Is.EqualTo([$"no distribution of ZooKeeper 3.9.5 in {_distributions}: running ZooKeeper 3.8.0 of Debian in its place"]));
    }

    [Test]
    public async Task ADistributionWhoseBuildFailsIsNotReplacedByDebians()
    {
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => Get("3.9.4", standIn: true));
        Assert.That(refused!.Seen, Does.Contain("build: zookeeper 3.9.4: its jars are not what SHA256SUMS lists"));
        Assert.That(_built, Is.EqualTo(["zookeeper 3.9.4"]));
    }

    [Test]
    public async Task WithBrokersNothingStandsIn()
    {
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => Get("3.9.5", standIn: false));
        Assert.That(refused!.Seen, Does.Contain("build: zookeeper 3.9.5: its jars"));
        Assert.That(_built, Is.EqualTo(["zookeeper 3.9.5"]));
    }

    [Test]
    public async Task WhatTheBuildOfDebiansSaidIsSaidToo()
    {
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => Get("3.9.5", standIn: true, debian: false));
        Assert.That(refused!.Seen, Does.Contain("build: zookeeper 3.9.5: its jars").And.Contain("build of Debian's: zookeeper debian: its jars"));
    }

    private Task<NodeImage> Get(string version, bool standIn, bool debian = true, List<string>? said = null) => new ImageSource(null!, null, line => said?.Add(line))
    {
        StandIn = standIn,
        Distributions = new Distributions(_distributions),
        Has = (_, _) => Task.FromResult(false),
        Build = (arguments, _) =>
        {
            var asked = string.Join(' ', arguments);
            _built.Add(asked);
            return Task.FromResult((debian && asked.EndsWith("debian", StringComparison.Ordinal), $"{asked}: its jars are not what SHA256SUMS lists"));
        },
    }.GetAsync(NodeKind.ZooKeeper, version, ImageFlavour.Built, CancellationToken.None);
}
