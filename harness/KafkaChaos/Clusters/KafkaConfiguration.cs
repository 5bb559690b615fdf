using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>The configuration of a Kafka, whether its metadata is in ZooKeeper or in KRaft's controllers.</summary>
internal static class KafkaConfiguration
{
    // 16 bytes in base64, as Kafka wants it; runs have networks of their own, so one for all of them will do.
    private const string ClusterId = "a2Fma2FjaGFvcy1jbHVzdA";

    private const string File = $"{NodeConfiguration.Folder}/server.properties";

    // Who a node is in KRaft, on its disk.
    private const string Identity = $"{NodeConfiguration.Data}/meta.properties";

    /// <summary>Settings that all brokers and controllers share, those of the scenario over the harness's own.</summary>
    public static IReadOnlyDictionary<string, string> Settings(Topology topology)
    {
        // Controllers read them, too, and refuse 0.
        var brokers = Math.Max(1, topology.Brokers.Count());
        var replication = NodeConfiguration.Text(Math.Min(3, brokers));
        return NodeConfiguration.Over(
            new(topology.IsKRaft ? KRaftTimes : ZooKeeperTimes)
            {
                ["replica.lag.time.max.ms"] = "30000",
                ["unclean.leader.election.enable"] = "false",
                ["auto.leader.rebalance.enable"] = "false",
                ["auto.create.topics.enable"] = "false",
                ["offsets.topic.replication.factor"] = replication,
                ["transaction.state.log.replication.factor"] = replication,
                ["transaction.state.log.min.isr"] = NodeConfiguration.Text(Math.Min(2, brokers)),
                ["group.initial.rebalance.delay.ms"] = "0",
                // The broker fills it with zeroes at its start; the default of 128 MiB would be half of its heap.
                ["log.cleaner.dedupe.buffer.size"] = "16777216",
            },
            topology.Kafka?.Settings);
    }

    // Most are Kafka's own, written because bounds are derived from them.
    private static Dictionary<string, string> KRaftTimes { get; } = new()
    {
        ["broker.heartbeat.interval.ms"] = "2000",
        ["broker.session.timeout.ms"] = "9000",
        ["controller.quorum.election.backoff.max.ms"] = "1000",
        ["controller.quorum.election.timeout.ms"] = "1000",
        ["controller.quorum.fetch.timeout.ms"] = "2000",
        ["controller.quorum.request.timeout.ms"] = "2000",
        ["initial.broker.registration.timeout.ms"] = "60000",
    };

    private static Dictionary<string, string> ZooKeeperTimes { get; } = new()
    {
        ["zookeeper.session.timeout.ms"] = "18000",
        ["zookeeper.connection.timeout.ms"] = "60000",
    };

    /// <inheritdoc cref="NodeConfiguration.Of"/>
    public static NodeConfiguration Of(Node node, Topology topology, NodeImage image, string address)
    {
        var lines = NodeConfiguration.Over(new(Settings(topology)), node.Settings);
        lines["log.dirs"] = NodeConfiguration.Data;
        if (topology.Kafka is { Racks: true } && node.IsBroker)
        {
            lines["broker.rack"] = node.Zone;
        }

        if (node.IsBroker)
        {
            lines["advertised.listeners"] = $"PLAINTEXT://{address}:{NodeConfiguration.KafkaPort}";
        }

        if (topology.IsKRaft)
        {
            Join(lines, node, topology);
        }
        else
        {
            lines["broker.id"] = NodeConfiguration.Text(node.Id);
            lines["listeners"] = $"PLAINTEXT://0.0.0.0:{NodeConfiguration.KafkaPort}";
            lines["zookeeper.connect"] = string.Join(',', topology.Ensemble.Select(member => $"{member.Name}:{NodeConfiguration.ZooKeeperPort}"));
        }

        var files = new Dictionary<string, string>
        {
            [File] = NodeConfiguration.Properties(lines),
            [$"{NodeConfiguration.Folder}/log4j.properties"] = LogConfiguration.Log4J,
            [$"{NodeConfiguration.Folder}/log4j2.properties"] = LogConfiguration.Log4J2,
        };
        // All that a broker's disk must have; a controller's has the features of a new cluster, too, by Kafka's own tool.
        if (topology.IsKRaft && !node.IsController)
        {
            files[Identity] = $"version=1\ncluster.id={ClusterId}\nnode.id={NodeConfiguration.Text(node.Id)}\n";
        }

        var heap = NodeConfiguration.Heap(node, topology, "256m");
        return new(files, [.. NodeConfiguration.Java(image, heap, LogConfiguration.Log4JFlag, LogConfiguration.Log4J2Flag), "kafka.Kafka", File])
        {
            First = node.IsController ? new(Identity, Format(image, heap)) : null,
        };
    }

    // Without a log configuration, for it would log every setting at every start on a new disk.
    private static string[] Format(NodeImage image, string heap) =>
        [.. NodeConfiguration.Java(image, heap), "kafka.tools.StorageTool", "format", "--ignore-formatted", "--cluster-id", ClusterId, "--config", File];

    private static void Join(Dictionary<string, string> lines, Node node, Topology topology)
    {
        lines["node.id"] = NodeConfiguration.Text(node.Id);
        lines["process.roles"] = node.Role switch
        {
            NodeRole.Combined => "broker,controller",
            NodeRole.Controller => "controller",
            _ => "broker",
        };
        lines["listeners"] = string.Join(',', new[]
        {
            node.IsBroker ? $"PLAINTEXT://0.0.0.0:{NodeConfiguration.KafkaPort}" : null,
            node.IsController ? $"CONTROLLER://0.0.0.0:{NodeConfiguration.ControllerPort}" : null,
        }.OfType<string>());
        lines["controller.listener.names"] = "CONTROLLER";
        lines["listener.security.protocol.map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT";
        lines["controller.quorum.voters"] = string.Join(',', topology.Controllers.Select(one => $"{NodeConfiguration.Text(one.Id)}@{one.Name}:{NodeConfiguration.ControllerPort}"));
    }
}
