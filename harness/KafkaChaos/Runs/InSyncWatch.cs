using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Runs;

/// <summary>Whether every in-sync set is full while faults come and go.</summary>
/// <remarks>
/// Right after a kill the full sets of before are still stated. So a broker that was killed must first be registered
/// anew, and what it holds must be whole at an epoch above the one before the first kill since sets were full.
/// </remarks>
internal sealed class InSyncWatch(ClusterState state, Topology topology)
{
    // By broker, what was known of its registration when it was killed.
    private readonly Dictionary<int, BrokerRegistration?> _killed = [];
    private Recovery _recovery = new(state, topology);

    /// <summary>Takes note of kills.</summary>
    public void Add(HistoryEvent one)
    {
        if (one is FaultApplied { Fault: Fault.Resume or Fault.Heal or Fault.Empty } back && topology.Brokers.FirstOrDefault(broker => broker.Name == back.Node) is { } same)
        {
            // Away for less than its session: it is registered as it was.
            if (_killed.TryGetValue(same.Id, out var before) && state.Brokers.GetValueOrDefault(same.Id) == before)
            {
                _killed.Remove(same.Id);
            }

            return;
        }

        if (one is not FaultRequested request || !(request.Fault.TakesDown() || request.Fault is Fault.Isolate or Fault.FillDisk))
        {
            return;
        }

        if (_killed.Count == 0)
        {
            _recovery = new Recovery(state, topology);
        }

        foreach (var broker in topology.Brokers.Where(broker => request.Nodes.Contains(broker.Name)))
        {
            _killed[broker.Id] = state.Brokers.GetValueOrDefault(broker.Id);
        }
    }

    public Look Look()
    {
        foreach (var back in _killed.Where(one => state.Brokers.GetValueOrDefault(one.Key) is { Registered: true } now && now != one.Value).ToList())
        {
            // Seen before it is forgotten: it is how the recovery knows who was away.
            _recovery.Look();
            _killed.Remove(back.Key);
        }

        return _killed.Count == 0
            ? _recovery.Look()
            : new Look(false, $"killed and not registered again: {string.Join(", ", _killed.Keys.Select(id => topology.Broker(id).Name).Order(StringComparer.Ordinal))}");
    }
}
