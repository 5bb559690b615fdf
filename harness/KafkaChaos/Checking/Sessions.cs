using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Planning;

namespace KafkaChaos.Checking;

/// <summary>Which brokers kept their session through a strike: nobody is elected in their place, and nothing is written anew when they are back.</summary>
internal sealed class Sessions(Trial trial, Timeline timeline)
{
    private readonly ClusterSettings _settings = Trials.SettingsOf(trial.Scenario, trial.History);

    /// <summary>The brokers of a strike that lost their session by it, or may have.</summary>
    public IEnumerable<Node> Ended(Strike kill) =>
        trial.Scenario.Topology.Brokers.Where(broker => kill.Hit(broker.Name) && !Stood(kill, broker.Name));

    /// <summary>Whether a broker's process lived on, it was let go before its session had to end, and its registration was the same until the next strike on it.</summary>
    public bool Stood(Strike kill, string name)
    {
        if (kill.Requested.Fault is not (Fault.Pause or Fault.Isolate)
            || kill.Applied.FirstOrDefault(one => one.Node == name) is not { } applied
            || timeline.UndoOf(kill, name) is not { } undone)
        {
            return false;
        }

        var id = trial.Scenario.Topology.NodeNamed(name).Id;
        var seen = trial.History.Of<BrokerRegistration>().Where(one => one.Broker == id).ToList();
        var next = timeline.NextOn(kill, name);
        return seen.LastOrDefault(one => one.At <= kill.Requested.At) is { Registered: true } before
            && !seen.Any(one => one.At > kill.Requested.At && !(one.At >= next) && (!one.Registered || one.Epoch != before.Epoch))
            && undone.Effect - (applied.Freezing ?? applied.Effect) < Most(kill);
    }

    /// <summary>The longest that ZooKeeper may take to end a session from a strike on: without a quorum it ends none.</summary>
    private TimeSpan Most(Strike kill)
    {
        var topology = trial.Scenario.Topology;
        if (!Planning.Quorum.Survives(topology, kill.Down))
        {
            return TimeSpan.MaxValue;
        }

        // Sessions start anew with a new leader.
        var election = topology.Members.Any(member => kill.Down.Contains(member.Name)) ? Bounds.Election(topology, _settings, silent: true) : TimeSpan.Zero;
        return election + _settings.Session + (1.5 * _settings.Tick);
    }
}
