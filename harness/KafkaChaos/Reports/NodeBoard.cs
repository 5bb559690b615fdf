using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>How a node stands, for a colour.</summary>
internal enum NodeHealth
{
    Unknown,
    Starting,
    Serving,
    Leading,
    Down,
}

/// <summary>How a node stands.</summary>
/// <param name="Word">Such as <c>follower</c>, <c>controller</c>, <c>down</c>.</param>
internal sealed record NodeStand(NodeHealth Health, string Word)
{
    public bool IsUp => Health is NodeHealth.Serving or NodeHealth.Leading;
}

/// <summary>The zones and nodes of a topology with the stand of each, from the events until here.</summary>
internal sealed class NodeBoard(Topology topology)
{
    private readonly Dictionary<string, bool> _runs = [];
    private readonly Dictionary<string, MemberMode> _modes = [];
    private readonly Dictionary<int, bool> _registered = [];
    private int? _controller;

    public Topology Topology { get; } = topology;

    public int Up => Topology.Nodes.Count(node => Of(node).IsUp);

    /// <summary>False only where its end was seen, and no start after it.</summary>
    public bool Runs(string node) => _runs.GetValueOrDefault(node, true);

    public string NameOf(int broker) => Topology.Nodes.FirstOrDefault(node => node.Kind == NodeKind.Kafka && node.Id == broker)?.Name ?? $"broker {broker}";

    public void Add(HistoryEvent one)
    {
        switch (one)
        {
            case FaultApplied applied when applied.Fault.TakesDown() || applied.Fault is Fault.Start or Fault.Resume or Fault.PowerOn:
                Set(applied.Node, applied.Fault.IsUndo());
                break;
            case NodeProcess process:
                Set(process.Node, process.Change == ProcessChange.Started);
                break;
            case MemberRole role:
                _modes[role.Node] = role.Mode;
                break;
            case BrokerRegistration registration:
                _registered[registration.Broker] = registration.Registered;
                break;
            case ControllerSeen controller:
                _controller = controller.Broker;
                break;
        }
    }

    public NodeStand Of(Node node) =>
        !Runs(node.Name) ? new(NodeHealth.Down, "down")
        : node.IsBroker ? OfBroker(node) : OfMember(node);

    private NodeStand OfMember(Node node) => _modes.TryGetValue(node.Name, out var mode) ? mode switch
    {
        MemberMode.Leader => new(NodeHealth.Leading, "leader"),
        MemberMode.Follower => new(NodeHealth.Serving, "follower"),
        MemberMode.Observer => new(NodeHealth.Serving, "observer"),
        MemberMode.Standalone => new(NodeHealth.Serving, "standalone"),
        MemberMode.NotServing => new(NodeHealth.Starting, "not serving"),
        _ => new(NodeHealth.Starting, "silent"),
    } : Early(node);

    private NodeStand OfBroker(Node node) => !_registered.TryGetValue(node.Id, out var registered) ? Early(node)
        : !registered ? new(NodeHealth.Starting, "not registered")
        : _controller == node.Id ? new(NodeHealth.Leading, "controller")
        : new(NodeHealth.Serving, "up");

    private NodeStand Early(Node node) => _runs.ContainsKey(node.Name) ? new(NodeHealth.Starting, "starting") : new(NodeHealth.Unknown, "not started");

    private void Set(string node, bool runs)
    {
        _runs[node] = runs;
        if (!runs)
        {
            // What it said of itself in its last life says nothing of the next one.
            _modes.Remove(node);
            _registered.Remove(Topology.Nodes.FirstOrDefault(one => one.Name == node && one.Kind == NodeKind.Kafka)?.Id ?? 0);
        }
    }
}
