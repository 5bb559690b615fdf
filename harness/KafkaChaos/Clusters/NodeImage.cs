using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>An image that a node can run from, whoever made it: where its Java archives are, and how fast it can start.</summary>
/// <param name="Reference">Name and tag.</param>
/// <param name="Software">What it contains, such as <c>ZooKeeper 3.9.4</c>; differs from what was asked for where a stand-in had to serve.</param>
/// <param name="ClassPath">Arguments of Java that give the class path; where there is an archive, in the order in which it was made.</param>
/// <param name="Archive">Class-data archive for that class path; null where the image has none.</param>
public sealed record NodeImage(string Reference, string Software, IReadOnlyList<string> ClassPath, string? Archive)
{
    /// <summary>The image that the project's maintainers publish.</summary>
    public static NodeImage Official(NodeKind kind, string version) => kind switch
    {
        NodeKind.ZooKeeper => new($"zookeeper:{version}", $"ZooKeeper {version}", ["-cp", $"/apache-zookeeper-{version}-bin/lib/*"], null),
        _ => new($"apache/kafka:{version}", $"Kafka {version}", ["-cp", "/opt/kafka/libs/*"], null),
    };

    /// <summary>The image that <c>offline/images</c> builds from a distribution.</summary>
    public static NodeImage Built(NodeKind kind, string version) => kind switch
    {
        NodeKind.ZooKeeper => new($"kafkachaos/zookeeper:{version}", $"ZooKeeper {version}", ["@/opt/zookeeper/classpath.args"], "/opt/zookeeper/kafkachaos.jsa"),
        _ => new($"kafkachaos/kafka:{version}", $"Kafka {version}", ["@/opt/kafka/classpath.args"], "/opt/kafka/kafkachaos.jsa"),
    };

    /// <summary>The image that <c>offline/images</c> builds from Debian's ZooKeeper, where there is no distribution.</summary>
    public static NodeImage Debian { get; } = Built(NodeKind.ZooKeeper, "debian") with { Software = "ZooKeeper 3.8.0 of Debian" };
}
