using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>Creates a run's topics, and gives every partition to its preferred leader, so that every zone leads something.</summary>
public sealed class TopicSetup(Cluster cluster)
{
    private static TimeSpan RequestTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <exception cref="EnvironmentException">The cluster refused a topic.</exception>
    public async Task RunAsync()
    {
        await CreateAsync(cluster.Topology.Topics.Select(topic => Specification(topic, cluster.Topology)));
        using var admin = Admin();
        try
        {
            await admin.ElectLeadersAsync(ElectionType.Preferred, null, new ElectLeadersOptions { RequestTimeout = RequestTimeout, OperationTimeout = RequestTimeout });
        }
        catch (ElectLeadersException)
        {
            // Every partition that its preferred leader leads already is an "error" of its own: nothing was to be done.
        }
        catch (KafkaException silent)
        {
            throw Silent("elect leaders", silent);
        }
    }

    /// <exception cref="EnvironmentException">The cluster refused a topic.</exception>
    internal async Task CreateAsync(IEnumerable<TopicSpecification> topics)
    {
        using var admin = Admin();
        try
        {
            await admin.CreateTopicsAsync(topics, new CreateTopicsOptions { RequestTimeout = RequestTimeout, OperationTimeout = RequestTimeout });
        }
        catch (CreateTopicsException refused)
        {
            throw new EnvironmentException(
                "The brokers refused a topic.",
                cluster.Bootstrap,
                string.Join("; ", refused.Results.Where(one => one.Error.IsError).Select(one => $"{one.Topic}: {one.Error.Reason}")),
                "topics as the scenario lays them out",
                "change the topic's settings in the scenario",
                refused);
        }
        catch (KafkaException silent)
        {
            throw Silent("create the topics", silent);
        }
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = cluster.Bootstrap, SocketTimeoutMs = 10_000 })
        .SetLogHandler((_, _) => { })
        .Build();

    private EnvironmentException Silent(string what, KafkaException silent) => new(
        $"The brokers did not {what}.", cluster.Bootstrap, silent.Error.Reason, "an answer from the controller", "see the brokers' logs in the run folder", silent);

    /// <summary>librdkafka takes the replicas of every partition only with their number, and without a replication factor.</summary>
    internal static TopicSpecification Specification(TopicLayout topic, Topology topology)
    {
        var specification = new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            Configs = new() { ["min.insync.replicas"] = topic.MinInsyncReplicas.ToString(CultureInfo.InvariantCulture) },
        };
        if (topic.Placement is { } placement)
        {
            specification.ReplicasAssignments = placement
                .Select((row, partition) => (partition, brokers: row.Select(broker => topology.NodeNamed(broker).Id).ToList()))
                .ToDictionary(one => one.partition, one => one.brokers);
        }
        else
        {
            specification.ReplicationFactor = (short)topic.Replication;
        }

        return specification;
    }
}
