using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Images that look to the harness as the official ones do, in a registry and no longer in the engine.</summary>
internal static class OfficialImages
{
    /// <summary>Tells these images, and the containers that run from them, from every other; its value is the registry's address.</summary>
    public const string Label = "kafkachaos.test.registry";

    // Of an image of offline/images: jars where the official image has them, its volumes, its user and an entry point that the
    // harness must replace. Only these jars have to go through the registry: the layer below is in the engine already.
    private const string ZooKeeper = """
        FROM kafkachaos/base:bookworm
        COPY --from=kafkachaos/zookeeper:3.9.4 /opt/zookeeper/lib /apache-zookeeper-3.9.4-bin/lib
        VOLUME ["/data", "/datalog", "/logs"]
        WORKDIR /apache-zookeeper-3.9.4-bin
        EXPOSE 2181 2888 3888 8080
        ENTRYPOINT ["/docker-entrypoint.sh"]
        CMD ["zkServer.sh", "start-foreground"]
        """;

    private const string Kafka = """
        FROM kafkachaos/base:bookworm
        COPY --from=kafkachaos/kafka:3.9.2 /opt/kafka/libs /opt/kafka/libs
        VOLUME ["/etc/kafka/secrets", "/var/lib/kafka/data", "/mnt/shared/config"]
        USER 1000
        EXPOSE 9092
        ENTRYPOINT ["/__cacert_entrypoint.sh"]
        CMD ["/etc/kafka/docker/run"]
        """;

    /// <summary>Makes both from images that can be had, official or of offline/images, pushes them, and removes them from the engine.</summary>
    public static async Task PushAsync(DockerEngine engine, LoopbackRegistry registry, Action<string> say)
    {
        var source = new ImageSource(engine, ToolProcess.Home, say) { Mirror = ImageMirror.Public };
        await PushAsync(source, NodeKind.ZooKeeper, "3.9.4", $"{registry.Address}/zookeeper:3.9.4", ZooKeeper, registry);
        await PushAsync(source, NodeKind.Kafka, "3.9.2", $"{registry.Address}/apache/kafka:3.9.2", Kafka, registry);
    }

    /// <summary>Every image that stands of a registry's, whatever it is called.</summary>
    public static async Task<IReadOnlyList<string>> AtHandAsync(LoopbackRegistry registry) =>
        (await Command.DockerAsync("", "image", "ls", "--quiet", "--no-trunc", "--filter", $"label={Label}={registry.Address}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Removes them from the engine.</summary>
    public static async Task RemoveAsync(LoopbackRegistry registry)
    {
        if (await AtHandAsync(registry) is { Count: > 0 } images)
        {
            await Command.DockerAsync("", ["image", "rm", "--force", .. images.Distinct()]);
        }
    }

    private static async Task PushAsync(ImageSource source, NodeKind kind, string version, string name, string content, LoopbackRegistry registry)
    {
        var image = await source.GetAsync(kind, version, ImageFlavour.Any, CancellationToken.None);
        content = image.Reference == NodeImage.Built(kind, version).Reference ? content : $"FROM {image.Reference}\n";
        Assert.That(image.Software, Is.EqualTo(NodeImage.Official(kind, version).Software), "another version cannot pass for this one; set KAFKACHAOS_DIST, or make a registry of images reachable");
        await Command.DockerAsync(content, "build", "--quiet", "--label", $"{Label}={registry.Address}", "--tag", name, "-");
        await Command.DockerAsync("", "push", "--quiet", name);
        await RemoveAsync(registry);
    }
}
