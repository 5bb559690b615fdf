using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Which releases of Kafka can keep their metadata where.</summary>
internal static class MetadataVersions
{
    private const int FirstMajorWithoutZooKeeper = 4;

    private static Version FirstKRaft { get; } = new(3, 3, 1);

    /// <summary>The last line of Kafka whose metadata log this program reads.</summary>
    internal static Version LastRead { get; } = new(4, 3);

    /// <summary>Why a release cannot keep its metadata there; null where it can.</summary>
    internal static string? Objection(MetadataMode metadata, string version) => metadata switch
    {
        MetadataMode.ZooKeeper when Version.Parse(version).Major >= FirstMajorWithoutZooKeeper => $"Kafka {version} has no ZooKeeper mode; 3.9 was the last line with it",
        MetadataMode.KRaft when Version.Parse(version) < FirstKRaft => $"KRaft was not ready for production in Kafka {version}; {FirstKRaft} was the first release in which it was",
        _ => null,
    };

    /// <summary>Why a node of a cluster that was launched with one release cannot go to another; null where it can.</summary>
    /// <remarks>A new KRaft cluster writes down the level of its metadata, which no earlier line reads; no step changes it.</remarks>
    internal static string? Objection(MetadataMode metadata, string launched, string version) =>
        Objection(metadata, version)
        ?? (metadata == MetadataMode.KRaft && Line(version) < Line(launched)
            ? $"the cluster's metadata.version is that of Kafka {launched}, and Kafka {version} cannot read it; {(HasProtocolVersion(launched) ? "give settings an inter.broker.protocol.version that it knows, or " : "")}launch the cluster with {version}"
            : null);

    /// <summary>Whether its level can be given by <c>inter.broker.protocol.version</c>.</summary>
    internal static bool HasProtocolVersion(string version) => Version.Parse(version).Major < FirstMajorWithoutZooKeeper;

    /// <summary>Major and minor.</summary>
    internal static Version Line(string version) => new(Version.Parse(version).Major, Version.Parse(version).Minor);
}
