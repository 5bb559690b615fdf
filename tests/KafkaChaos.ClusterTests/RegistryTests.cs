using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet.Models;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Nodes from images of a registry, which a mirror's name in the environment leads to.</summary>
// It looks for everything that a run leaves in the engine.
[NonParallelizable]
public sealed class RegistryTests : ClusterTest
{
    private const string ThreeZones = """
        question: Do nodes from official images survive the loss of a zone?
        topology:
          zones:
            a: &node-of-each { zookeeper: 1, kafka: 1 }
            b: *node-of-each
            c: *node-of-each
          zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
          kafka: { version: 3.9.2, metadata: zookeeper, settings: { zookeeper.session.timeout.ms: 6000 } }
          topics: { orders: { partitions: 3, replication: 3, min.insync.replicas: 2 } }
        load: { rate: 100/s }
        steps:
          - { after: 2s, as: outage, kill: { zone-of: { role: zookeeper-leader } } }
          - { after: 9s, start: { same-as: outage } }

        """;

    private LoopbackRegistry _registry = null!;

    [OneTimeSetUp]
    public async Task FillRegistry()
    {
        _registry = await LoopbackRegistry.StartAsync();
        await OfficialImages.PushAsync(Engine, _registry, TestContext.Out.WriteLine);
    }

    [TearDown]
    public Task RemoveImages() => OfficialImages.RemoveAsync(_registry);

    [OneTimeTearDown]
    public async Task StopRegistry()
    {
        // Null where the registry itself could not be had.
        if (_registry is not null)
        {
            await using (_registry)
            {
                await OfficialImages.RemoveAsync(_registry);
            }
        }
    }

    [Test]
    public async Task ARunPullsTheOfficialImagesRunsFromThemAndLeavesNothing()
    {
        Assert.That(await OfficialImages.AtHandAsync(_registry), Is.Empty, "they must be pulled");
        var volumes = await VolumesAsync();
        using var tool = ToolProcess.Start(From(_registry.Address), "run", Scenario(ThreeZones), "--runs", Runs);
        await tool.PrintedAsync("load");
        var run = (await tool.TraceAsync(Engine))!.Run;
        var containers = await ContainersAsync(run);
        var declared = (await VolumesAsync()).Except(volumes).ToList();
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);

        var (zookeeper, kafka) = ($"{_registry.Address}/zookeeper:3.9.4", $"{_registry.Address}/apache/kafka:3.9.2");
        Assert.That(tool.Output, Does.Contain($"image {zookeeper}: pulling").And.Contain($"image {kafka}: pulling").And.Not.Contain("building"));
        // A sandbox and a process for each of three members and three brokers; the agent's image is made here and not pulled.
        containers = [.. containers.Where(container => !container.Image.StartsWith("kafkachaos/agent:", StringComparison.Ordinal))];
        Assert.That(containers.Select(container => container.Image), Is.EquivalentTo(Enumerable.Repeat(zookeeper, 6).Concat(Enumerable.Repeat(kafka, 6))));
        Assert.That(containers.Select(container => container.Labels.TryGetValue(OfficialImages.Label, out var registry) ? registry : "none"), Is.All.EqualTo(_registry.Address));
        Assert.That(containers.Select(container => container.ImageID).Distinct(), Is.EquivalentTo(await OfficialImages.AtHandAsync(_registry)));

        Assert.That(Text("verdict.json", "verdict"), Is.EqualTo("passed"));
        Assert.That(Text("environment.json", "images", "ZooKeeper 3.9.4"), Is.EqualTo(zookeeper));
        Assert.That(Text("environment.json", "images", "Kafka 3.9.2"), Is.EqualTo(kafka));
        await NothingIsLeftAsync(run);
        Assert.That(declared, Is.Not.Empty, "an official image declares volumes, which its containers get without a name or a label");
        Assert.That(await VolumesAsync(), Is.EquivalentTo(volumes));
    }

    [Test]
    public async Task AVersionThatNeitherTheRegistryNorADistributionHasIsRefused()
    {
        var text = Topologies.TwoBrokers.Replace("kafka: { version: 3.9.2", "kafka: { version: 3.9.99", StringComparison.Ordinal) + "steps: [ { after: 1s, kill: { zone: b } } ]\n";
        var environment = From(_registry.Address, ("KAFKACHAOS_DIST", Path.Combine(Runs, "no-distributions")));
        using var tool = ToolProcess.Start(environment, "run", Scenario(text), "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.EqualTo(3), tool.Output);
        Assert.That(tool.Output, Does.Contain("There is no image for Kafka 3.9.99.")
            .And.Match($@"where: +{_registry.Address}/apache/kafka:3\.9\.99 \(pull\), kafkachaos/kafka:3\.9\.99 \(offline/images\)")
            .And.Match("seen: +pull: +manifest for .* not found")
            .And.Match("build: images: cannot make .* no distribution of kafka 3.9.99")
            .And.Contain($"{Runs}/no-distributions (that is KAFKACHAOS_DIST)")
            .And.Match("expected: a registry of images")
            .And.Match("do: +put .* into that registry.*TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX.*KAFKACHAOS_DIST"));
        Assert.That(Directory.GetDirectories(Runs), Is.Empty, "nothing was started, so there is no run");
    }

    [Test]
    public async Task WithoutAnAnswerFromTheMirrorARunUsesTheImageThatWasBuilt()
    {
        var scenario = Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, as: crash, kill: { role: zookeeper-leader } }
              - { after: 7s, start: { same-as: crash } }
            """);
        // Nobody listens on port 1.
        const string Nowhere = "127.0.0.1:1";
        // Without a distribution, Debian's.
        var built = await new ImageSource(Engine, ToolProcess.Home, TestContext.Out.WriteLine) { Mirror = ImageMirror.Parse(Nowhere) }
            .GetAsync(NodeKind.ZooKeeper, "3.9.4", ImageFlavour.Any, CancellationToken.None);
        using var tool = ToolProcess.Start(From(Nowhere), "run", scenario, "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
        Assert.That(tool.Output, built == NodeImage.Debian
            ? Does.Contain($"running {NodeImage.Debian.Software} in its place")
            : Does.Contain("127.0.0.1:1/zookeeper:3.9.4 cannot be pulled").And.Contain("connection refused"));
        Assert.That(built.Reference, Does.StartWith("kafkachaos/zookeeper:"));
        Assert.That(Text("environment.json", "images", built.Software), Is.EqualTo(built.Reference));
    }

    [Test]
    public async Task APullOfWhichNothingIsHeardIsGivenUp()
    {
        // It is connected to, and never answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var source = new ImageSource(Engine, null, TestContext.Out.WriteLine) { Mirror = ImageMirror.Parse(silent.LocalEndpoint.ToString()), Patience = TimeSpan.FromSeconds(1) };
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => source.GetAsync(NodeKind.Kafka, "3.9.99", ImageFlavour.Any, CancellationToken.None));
        Assert.That(refused!.Seen, Does.Contain("nothing was heard of it for 1 s"));
    }

    private static Dictionary<string, string> From(string mirror, params (string Name, string Value)[] more) =>
        more.Append((Name: ImageMirror.Variable, Value: mirror)).ToDictionary(one => one.Name, one => one.Value);

    private static async Task<IList<ContainerListResponse>> ContainersAsync(string run)
    {
        IDictionary<string, IDictionary<string, bool>> filter = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [$"{RunIdentity.RunLabel}={run}"] = true },
        };
        return await Engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filter }, CancellationToken.None);
    }

    // Those that runs name are looked for by their run; others' come and go meanwhile.
    private static async Task<IEnumerable<string>> VolumesAsync() =>
        (await Command.DockerAsync("", "volume", "ls", "--quiet")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => !name.StartsWith("kafkachaos-", StringComparison.Ordinal));

    private string Text(string file, params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(RunFolder, file)));
        return path.Aggregate(document.RootElement, (element, name) => element.GetProperty(name)).GetString()!;
    }
}
