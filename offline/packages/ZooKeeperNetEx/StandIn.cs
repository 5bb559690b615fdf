namespace org.apache.zookeeper;

/// <summary>How this package says that it is not the real one.</summary>
internal static class StandIn
{
    public static NotSupportedException NotSupported(string what, string why) =>
        new($"{what} is not supported by KafkaChaos's stand-in for ZooKeeperNetEx: {why}. "
            + "What it supports is listed in offline/packages/ZooKeeperNetEx/README.md.");
}
