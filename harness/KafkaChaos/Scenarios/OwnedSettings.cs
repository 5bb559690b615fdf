namespace KafkaChaos.Scenarios;

/// <summary>Settings that the harness must own, with the reason. A name that ends in a dot stands for all that begin with it.</summary>
internal static class OwnedSettings
{
    private const string Address = "the harness gives every node its address";
    private const string Disk = "the harness gives every node its disk";
    private const string Identity = "it follows from zones and node counts";
    private const string Probed = "the harness observes the cluster through it";

    internal static IReadOnlyDictionary<string, string> ZooKeeper { get; } = new Dictionary<string, string>
    {
        ["4lw.commands.whitelist"] = Probed,
        ["admin."] = Probed,
        ["clientPort"] = Address,
        ["clientPortAddress"] = Address,
        ["dataDir"] = Disk,
        ["dataLogDir"] = Disk,
        ["dynamicConfigFile"] = Identity,
        ["group."] = "it follows from groups under zookeeper",
        ["peerType"] = "it follows from what a node is",
        ["portUnification"] = Address,
        ["quorumListenOnAllIPs"] = Address,
        ["reconfigEnabled"] = Identity,
        ["secureClientPort"] = Address,
        ["secureClientPortAddress"] = Address,
        ["server."] = Identity,
        ["sslQuorum"] = Address,
        ["standaloneEnabled"] = Identity,
        ["weight."] = "it follows from weights under zookeeper",
    };

    internal static IReadOnlyDictionary<string, string> Kafka { get; } = new Dictionary<string, string>
    {
        ["advertised.host.name"] = Address,
        ["advertised.listeners"] = Address,
        ["advertised.port"] = Address,
        ["auto.leader.rebalance.enable"] = "it is always false, so that leaders move for a fault and for nothing else",
        ["broker.id"] = Identity,
        ["broker.id.generation.enable"] = Identity,
        ["broker.rack"] = "it is the zone, or nothing with racks: false",
        ["control.plane.listener.name"] = Address,
        ["controller.listener.names"] = Address,
        ["controller.quorum.auto.join.enable"] = Identity,
        ["controller.quorum.bootstrap.servers"] = Address,
        ["controller.quorum.voters"] = Identity,
        ["early.start.listeners"] = Address,
        ["host.name"] = Address,
        ["inter.broker.listener.name"] = Address,
        ["listener.security.protocol.map"] = Address,
        ["listeners"] = Address,
        ["log.cleanup.policy"] = "the verdict depends on it",
        ["log.dir"] = Disk,
        ["log.dirs"] = Disk,
        ["metadata.log.dir"] = Disk,
        ["node.id"] = Identity,
        ["port"] = Address,
        ["process.roles"] = Identity,
        ["security.inter.broker.protocol"] = Address,
        ["zookeeper.connect"] = Address,
        ["zookeeper.connection.timeout.ms"] = "it is always 60000, so that a broker outlives the start of its ensemble",
        ["zookeeper.metadata.migration.enable"] = "the metadata stays where metadata says",
    };

    /// <summary>Why a setting is refused; null where it is the scenario's to give.</summary>
    internal static string? Reason(IReadOnlyDictionary<string, string> owned, string name) =>
        owned.GetValueOrDefault(name)
        ?? owned.Where(one => one.Key.EndsWith('.') && name.StartsWith(one.Key, StringComparison.Ordinal)).Select(one => one.Value).FirstOrDefault();
}
