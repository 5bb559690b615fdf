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
            || kill.On(name) is not { } applied
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

    /// <summary>Whether KRaft's controller led on through a strike: its process lived, it was let go before another had to be elected, and then it served, unless the next strike came before it had to.</summary>
    public bool Led(Strike kill, string name, int epoch)
    {
        var election = IMetadataTimes.Of(trial.Scenario.Topology, _settings).Election(silent: true).Total;
        var next = timeline.After(kill).FirstOrDefault()?.Requested.At;
        return kill.Requested.Fault is Fault.Pause or Fault.Isolate
            && kill.On(name) is { } applied
            && timeline.UndoOf(kill, name) is { } undone
            && (!Planning.Quorum.Survives(trial.Scenario.Topology, kill.Down) || undone.Effect - (applied.Freezing ?? applied.Effect) < election)
            && (next - undone.Effect < election || Served(undone.Effect, next ?? timeline.End));

        // Roles are recorded as they change: one that was never seen to end stands.
        bool Served(TimeSpan from, TimeSpan until) =>
            (timeline.RoleAt(name, until) is { Mode: MemberMode.Leader or MemberMode.Standalone } role && role.Epoch == epoch)
            || trial.History.Of<QuorumWrite>().Any(write => write.Outcome == Outcome.Ok && write.Invoked >= from && write.At <= until);
    }

    /// <summary>The longest that it may take to end a session from a strike on: without a quorum none ends.</summary>
    private TimeSpan Most(Strike kill)
    {
        var topology = trial.Scenario.Topology;
        if (!Planning.Quorum.Survives(topology, kill.Down))
        {
            return TimeSpan.MaxValue;
        }

        // Sessions start anew with a new leader.
        return Bounds.Expiry(topology, _settings, topology.Members.Any(member => kill.Down.Contains(member.Name)));
    }
}
