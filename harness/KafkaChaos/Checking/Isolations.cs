using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Planning;

namespace KafkaChaos.Checking;

/// <summary>Who is cut off by the isolations in effect. Nodes of one target go on hearing each other, so that a group that holds a quorum keeps it, and those outside are cut off.</summary>
/// <remarks>One direction is as good as both: without answers no connection stands.</remarks>
internal sealed class Isolations(Topology topology)
{
    private readonly List<(FaultRequested Request, HashSet<string> Active)> _all = [];

    public void Take(FaultRequested request, string node)
    {
        if (request.Fault == Fault.Heal)
        {
            // Whichever step set them, all rules of the node go.
            _all.ForEach(one => one.Active.Remove(node));
            _all.RemoveAll(one => one.Active.Count == 0);
        }
        else if (request.Fault == Fault.Isolate)
        {
            if (!_all.Exists(one => one.Request == request))
            {
                _all.Add((request, []));
            }

            _all.Find(one => one.Request == request).Active.Add(node);
        }
    }

    /// <summary>Whether some member may still hear enough others for a quorum, and no group of them surely does: as where some of a group were healed.</summary>
    /// <param name="down">Nodes that are down for another reason.</param>
    public bool IsOpen(IReadOnlyCollection<string> down)
    {
        var live = Live(down);
        return Serving(down) is null && live.Exists(member => Holds([.. live.Where(other => other == member || !Apart(member, other))]) && live.Exists(other => (other == member || !Apart(member, other)) && IsOpenToClients(other)));
    }

    /// <summary>The nodes that the cluster cannot count on by them: members outside the group that holds a quorum and serves clients, and brokers that reach none of it. Where no group does, those isolated from what keeps them in the cluster.</summary>
    /// <param name="down">Nodes that are down for another reason.</param>
    public IReadOnlyList<string> CutOff(IReadOnlyCollection<string> down)
    {
        if (_all.Count == 0)
        {
            return [];
        }

        return Serving(down) is { } serving
            ? [.. topology.Nodes.Where(node => topology.Members.Contains(node) ? !serving.Contains(node) && serving.Exists(member => Apart(node, member)) : serving.TrueForAll(member => Apart(node, member))).Select(node => node.Name)]
            : [.. topology.Nodes.Where(node => _all.Exists(one => one.Active.Contains(node.Name) && Toll.Cuts(one.Request, node.Kind, topology.IsKRaft))).Select(node => node.Name)];
    }

    /// <summary>The voters that surely hear each other, hold a quorum and are reached by clients; null where there are none such.</summary>
    private List<Node>? Serving(IReadOnlyCollection<string> down) => Live(down)
        .GroupBy(member => string.Join(' ', _all.Select((one, place) => Parts(one.Request) && one.Active.Contains(member.Name) ? place : -1)))
        .Select(group => group.ToList())
        .FirstOrDefault(group => Holds(group) && Reached(group));

    private List<Node> Live(IReadOnlyCollection<string> down) => [.. QuorumRules.VotersOf(topology).Where(member => !down.Contains(member.Name))];

    private bool Holds(List<Node> members) => members.Count > 0
        && Planning.Quorum.Survives(topology, [.. QuorumRules.VotersOf(topology).Except(members).Select(other => other.Name)]);

    /// <summary>Whether clients surely reach the one that serves them: any of ZooKeeper's members does, of KRaft's controllers the one that leads, whichever that is.</summary>
    private bool Reached(List<Node> members) => topology.IsKRaft ? members.TrueForAll(IsOpenToClients) : members.Exists(IsOpenToClients);

    private bool IsOpenToClients(Node node) =>
        !_all.Exists(one => one.Active.Contains(node.Name) && one.Request.From?.Contains(Peers.Clients) == true);

    /// <summary>Whether no packet passes between a node and a member.</summary>
    private bool Apart(Node node, Node member) => _all.Exists(one => Drops(one, node, member) || Drops(one, member, node));

    private static bool Drops((FaultRequested Request, HashSet<string> Active) one, Node at, Node other) =>
        one.Active.Contains(at.Name) && !one.Request.Nodes.Contains(other.Name) && one.Request.From is { } from
        && ((from.Contains(Peers.Nodes) && at.Kind == other.Kind) || (from.Contains(Peers.ZooKeeper) && other.Kind == NodeKind.ZooKeeper) || from.Count == FaultOptions.Isolation.Every.Count);

    private static bool Parts(FaultRequested request) => Toll.Cuts(request, NodeKind.ZooKeeper, kraft: false);
}
