using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>What topologies call the roles of nodes.</summary>
internal static class RoleWords
{
    private static readonly (NodeRole Role, string Word)[] All =
    [
        (NodeRole.Voter, "zookeeper"),
        (NodeRole.Observer, "observer"),
        (NodeRole.Broker, "kafka"),
        (NodeRole.Controller, "controller"),
        (NodeRole.Combined, "combined"),
    ];

    internal static Reader<NodeRole> Reader { get; } = Words.Choice([.. All.Select(one => (one.Word, one.Role))]);

    /// <summary>The word that stands for a role, and at the beginning of the names of counted nodes.</summary>
    internal static string Word(NodeRole role) => All.Single(one => one.Role == role).Word;

    internal static NodeKind KindOf(NodeRole role) => role is NodeRole.Voter or NodeRole.Observer ? NodeKind.ZooKeeper : NodeKind.Kafka;

    internal static bool IsController(NodeRole role) => role is NodeRole.Controller or NodeRole.Combined;
}
