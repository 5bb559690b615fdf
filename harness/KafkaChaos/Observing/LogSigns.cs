using System.Text.RegularExpressions;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Observing;

/// <summary>The log lines of ZooKeeper and Kafka that prove an event, in the wording of ZooKeeper 3.6 to 3.9 and Kafka 3.6 to 4.3.</summary>
internal static partial class LogSigns
{
    /// <summary>The event that a stored line shows; null where it shows none.</summary>
    /// <param name="kind">Which process logged it.</param>
    /// <param name="line">As stored: the engine's time stamp, a space, the line.</param>
    public static (DateTimeOffset At, LogSign Sign, string Text)? Read(NodeKind kind, string line) =>
        Sign(kind, line) is { } sign && StampedLine.Read(line) is var (at, text) ? (at, sign, text) : null;

    private static LogSign? Sign(NodeKind kind, string line) => kind switch
    {
        NodeKind.ZooKeeper when ElectionWon().IsMatch(line) => LogSign.ElectionWon,
        NodeKind.ZooKeeper when LeaderServes().IsMatch(line) => LogSign.LeaderServes,
        NodeKind.ZooKeeper when SessionExpired().IsMatch(line) => LogSign.SessionExpired,
        NodeKind.Kafka when VoteWon().IsMatch(line) => LogSign.ElectionWon,
        NodeKind.Kafka when ControllerElected().IsMatch(line) => LogSign.ControllerElected,
        NodeKind.Kafka when PartitionLed().IsMatch(line) => LogSign.PartitionLed,
        NodeKind.Kafka when NodeExists().IsMatch(line) => LogSign.NodeExists,
        NodeKind.ZooKeeper when ZooKeeperRelease().IsMatch(line) => LogSign.Release,
        NodeKind.Kafka when KafkaRelease().IsMatch(line) => LogSign.Release,
        _ => null,
    };

    [GeneratedRegex(@"\bLEADING - LEADER ELECTION TOOK - \d+")]
    private static partial Regex ElectionWon();

    [GeneratedRegex(@"Peer state changed: leading - broadcast")]
    private static partial Regex LeaderServes();

    [GeneratedRegex(@"Expiring session 0x[0-9a-f]+, timeout of \d+ms exceeded")]
    private static partial Regex SessionExpired();

    [GeneratedRegex(@"\[RaftManager id=\d+\] Completed transition to Leader\(")]
    private static partial Regex VoteWon();

    // In ZooKeeper mode, and in KRaft.
    [GeneratedRegex(@"successfully elected as the controller\. Epoch incremented to \d+|Becoming the active controller at epoch \d+")]
    private static partial Regex ControllerElected();

    [GeneratedRegex(@"Leader \S+ with topic id \S+ starts at leader epoch \d+")]
    private static partial Regex PartitionLed();

    [GeneratedRegex(@"Error while creating ephemeral at /brokers/ids/\d+, node already exists")]
    private static partial Regex NodeExists();

    // The server's own line: a broker's ZooKeeper client logs the same of itself as Client environment.
    [GeneratedRegex(@"Server environment:zookeeper\.version=\d")]
    private static partial Regex ZooKeeperRelease();

    [GeneratedRegex(@"Kafka version: \d.*AppInfoParser")]
    private static partial Regex KafkaRelease();
}
