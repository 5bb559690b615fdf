using KafkaChaos.Histories;
using KafkaChaos.Model;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>
/// The <see cref="Story"/> as KRaft would have it: zone b, with the active controller and a third of the leaders, is killed
/// at 20 s and started at 40 s; another controller leads at 23 s, the broker is fenced at 32 s, and until then nothing is
/// acknowledged.
/// </summary>
internal static class KRaftStory
{
    /// <param name="combined">One node a zone is broker and controller; else each zone has one of both.</param>
    internal static Story Of(bool combined = true)
    {
        var story = new Story();
        var told = story.Scenario;
        var settings = new Dictionary<string, string> { ["broker.session.timeout.ms"] = "9000" };
        story.Scenario = told with
        {
            Topology = told.Topology with
            {
                Nodes = [.. told.Topology.Nodes.Where(node => !combined || node.Kind == NodeKind.Kafka).Select(node => Node(node, combined))],
                ZooKeeper = null,
                Kafka = new KafkaSoftware("3.9.2", MetadataMode.KRaft, settings),
            },
            Steps = [told.Steps[0] with { Target = new Target.ZoneOf(new Target.HolderOf(Role.Controller)) }, told.Steps[1]],
        };
        story.Keep(story.Events.Select(one => Renamed(one, combined)).OfType<HistoryEvent>());
        story.Change<ClusterDescribed>(_ => true, one => one with
        {
            Software = story.Scenario.Topology.Nodes.ToDictionary(node => node.Name, _ => "Kafka 3.9.2"),
            ZooKeeper = new Dictionary<string, string>(),
            Kafka = settings,
        });
        Retime(story);
        return story;
    }

    /// <summary>The member of a zone.</summary>
    internal static string Member(string zone, bool combined = true) => combined ? $"kafka-{zone}-1" : $"controller-{zone}-1";

    private static Node Node(Node node, bool combined) =>
        combined ? node with { Role = NodeRole.Combined }
        : node.Kind == NodeKind.ZooKeeper ? new Node(Name(node.Name, combined), NodeKind.Kafka, Id(node.Id, combined), node.Zone) { Role = NodeRole.Controller }
        : node;

    private static int Id(int member, bool combined) => combined ? member : member + 10;

    private static string Name(string node, bool combined) => node.Replace("zookeeper", combined ? "kafka" : "controller", StringComparison.Ordinal);

    /// <summary>Null where it is none of KRaft's, or a combined node's other half tells it.</summary>
    private static HistoryEvent? Renamed(HistoryEvent one, bool combined) => one switch
    {
        SessionRead or LogLine or ControllerSeen { Broker: null } => null,
        FaultApplied { Node: "zookeeper-b-1" } or NodeProcess { Node: "zookeeper-b-1" } when combined => null,
        FaultRequested request => request with { Nodes = [.. request.Nodes.Select(node => Name(node, combined)).Distinct()] },
        FaultApplied applied => applied with { Node = Name(applied.Node, combined) },
        NodeProcess process => process with { Node = Name(process.Node, combined) },
        MemberRole role => role with { Node = Name(role.Node, combined) },
        ControllerSeen seen => seen with { Broker = Id(seen.Broker!.Value, combined) },
        ObserverLooked looked => looked with { Observer = Observer(looked.Observer, combined) },
        ObserverEnded ended => ended with { Observer = Observer(ended.Observer, combined) },
        _ => one,
    };

    private static string Observer(string name, bool combined) => name == Observers.Znodes ? Observers.MetadataLog : Name(name, combined);

    private static void Retime(Story story)
    {
        story.Change<MemberRole>(role => role.Mode == MemberMode.NotServing, role => role with { Since = S(22), At = S(22.1) });
        story.Change<MemberRole>(role => role.At == S(20.5), role => role with { Since = S(22.9), At = S(23) });
        story.Change<ControllerSeen>(seen => seen.Epoch == 2, seen => seen with { Since = S(22.9), At = S(23) });
        story.Change<BrokerRegistration>(one => !one.Registered, one => one with { Since = S(31.9), At = S(32) });
        story.Change<PartitionState>(state => state.At == S(26.9), state => state with { Since = S(31.9), At = S(32) });
        story.Change<QuorumWrite>(_ => true, write => write with { Version = null });
        story.Change<QuorumWrite>(write => write.Invoked > S(19.95) && write.Invoked < S(23.05), write => write with { Outcome = Outcome.Unknown, Error = "RequestTimedOut" });
        story.Change<QuorumRead>(_ => true, read => read with { Version = null });
        story.Change<SendOperation>(send => send.Scheduled > S(19.9) && send.Scheduled < S(32.2), send => send with { At = S(32.3) });
    }
}
