namespace KafkaChaos.ClusterTests;

/// <summary>Parts of scenarios that tests put together.</summary>
internal static class Topologies
{
    /// <summary>Three ZooKeeper members in three zones, and nothing else.</summary>
    public const string ZooKeeperOnly = """
        question: A test's own.
        topology:
          zones:
            a: { zookeeper: 1 }
            b: { zookeeper: 1 }
            c: { zookeeper: 1 }
          zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }

        """;

    /// <summary>One ZooKeeper member and two brokers, for what needs no election.</summary>
    public const string TwoBrokers = """
        question: A test's own.
        topology:
          zones:
            a: { zookeeper: 1, kafka: 1 }
            b: { kafka: 1 }
          zookeeper: { version: 3.9.4, settings: { tickTime: 1000 } }
          kafka: { version: 3.9.2, metadata: zookeeper, settings: { zookeeper.session.timeout.ms: 18000 } }
          topics: { orders: { partitions: 2, replication: 2, min.insync.replicas: 1 } }
        load: { rate: 50/s }

        """;
}
