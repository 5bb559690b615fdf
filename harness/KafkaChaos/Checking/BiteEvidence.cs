using System.Text.RegularExpressions;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>A fault hit live nodes under load, and was seen to bite: nodes that were lost were seen to be gone, those without power were silent, of those isolated packets were dropped.</summary>
internal sealed class BiteEvidence(Trial trial, Timeline timeline)
{
    private static readonly TimeSpan LastSeconds = TimeSpan.FromSeconds(5);

    // A look that waits for a second is begun ten times a second, one after the other.
    private static readonly TimeSpan MemberNoticed = TimeSpan.FromSeconds(2.5);

    private readonly Topology _topology = trial.Scenario.Topology;

    public IEnumerable<string> Doubts(FaultRequested request, List<FaultApplied> applied)
    {
        foreach (var one in applied)
        {
            if ((Unproven(one) ?? Unreplaced(one)) is { } unproven)
            {
                yield return unproven;
            }
        }

        if (timeline.Strikes.FirstOrDefault(one => one.Requested == request) is not { } kill)
        {
            yield break;
        }

        if (Idle(kill) is { } idle)
        {
            yield return idle;
        }

        foreach (var one in applied.Where(one => kill.Hit(one.Node) && one.Fault != Fault.Isolate))
        {
            var node = _topology.NodeNamed(one.Node);
            // What an earlier fault hides, no other observer can see: the nemesis's own word has to do.
            if (timeline.IsHidden(node.Name, request.At))
            {
                continue;
            }

            if (!WasAlive(node, request.At))
            {
                yield return $"{node.Name} was not seen alive before it";
            }

            if (!WasGone(node, one, kill))
            {
                yield return node.Kind == NodeKind.ZooKeeper
                    ? $"{node.Name} was not seen silent after it"
                    : $"the registration of {node.Name} was not seen to end after it";
            }
        }
    }

    // What the nemesis saw of what only it can see.
    private string? Unproven(FaultApplied one) => one switch
    {
        { Fault: Fault.PowerOff, Silenced: null } => $"{one.Node} was not seen to fall silent",
        { Fault: Fault.PowerOff, Died: not null, DiskShut: null } => $"the disk of {one.Node} was not seen to be shut",
        { Fault: Fault.PowerOn, Packets: not 0 } => $"{one.Packets?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number of"} packets came from {one.Node} while it was off, expected none",
        { Fault: Fault.Isolate or Fault.Slow, Packets: null or 0 } when one.Packets is null || timeline.IsUp(one.Node, one.Sent) => $"no packet of {one.Node} was seen to be {(one.Fault == Fault.Slow ? "slowed" : "dropped")}",
        _ => null,
    };

    // A process says at its start which version it is.
    private string? Unreplaced(FaultApplied one)
    {
        if ((trial.Scenario.Steps[one.Step].Options as FaultOptions.Replacement)?.To is not { } to)
        {
            return null;
        }

        var said = trial.History.Of<LogLine>().LastOrDefault(line =>
            line.Node == one.Node && line.Sign == LogSign.Release && line.At >= one.Sent - Timeline.ClockTolerance && line.At <= one.Seen + Timeline.ClockTolerance);
        return said is null ? $"{one.Node} was not seen to say which version it is"
            : Regex.IsMatch(said.Text, $@"version[:=] ?{Regex.Escape(to.Version)}(?![\d.]*\d)") ? null
            : $"{one.Node} says that it is not {to}: {said.Text}";
    }

    private string? Idle(Strike kill)
    {
        if (timeline.Began is not { } began || kill.First < began)
        {
            return "the load had not begun";
        }

        if (kill.First >= timeline.Ended)
        {
            return "the load was over";
        }

        // After an earlier kill nothing may be acknowledged for a while: then that the load went on has to do.
        var first = kill.Requested == timeline.Strikes[0].Requested;
        if (trial.Scenario.Load is null)
        {
            var writes = trial.History.Of<QuorumWrite>().Where(write => write.Session is null).ToList();
            return !writes.Any(write => (write.Outcome == Outcome.Ok || !first) && In(write.At, LastSeconds))
                ? $"no quorum write succeeded in the {Say.Seconds(LastSeconds)} before it"
                : writes.All(write => write.Invoked <= kill.Last) ? "no quorum write was tried after it" : null;
        }

        var ledger = Ledger.Of(trial.History);
        var span = TimeSpan.FromSeconds(Math.Max(LastSeconds.TotalSeconds, 3 / trial.Scenario.Load.Rate));
        var running = first
            ? ledger.Logs.Any(log => log.Acknowledgements.Any(at => In(at, span)))
            : trial.History.Of<SendOperation>().Any(send => In(send.Scheduled, span));
        return !running
            ? $"no record was {(first ? "acknowledged" : "sent")} in the {Say.Seconds(span)} before it"
            : ledger.Logs.All(log => log.LastScheduled <= kill.Last) ? "no record was due after it" : null;

        bool In(TimeSpan at, TimeSpan span) => at <= kill.First && at >= kill.First - span;
    }

    private TimeSpan NoticedWithin(Node node)
    {
        if (node.Kind == NodeKind.ZooKeeper)
        {
            return MemberNoticed;
        }

        var settings = Trials.SettingsOf(trial.Scenario, trial.History);
        return Planning.Bounds.Election(_topology, settings, silent: true) + settings.Session + (1.5 * settings.Tick);
    }

    private bool WasAlive(Node node, TimeSpan at) =>
        timeline.IsUp(node.Name, at) && (node.Kind == NodeKind.ZooKeeper
            ? timeline.RoleAt(node.Name, at) is { Mode: not ZooKeeperMode.Silent }
            : trial.History.Of<BrokerRegistration>().LastOrDefault(one => one.Broker == node.Id && one.At <= at) is { Registered: true });

    private bool WasGone(Node node, FaultApplied applied, Strike kill)
    {
        // Asleep for less than others need to notice: that the kernel froze it is all there is to see.
        if (applied is { Fault: Fault.Pause, Freezing: not null } && (kill.Undone ?? kill.Until) - applied.Effect < NoticedWithin(node))
        {
            return true;
        }

        if (node.Kind == NodeKind.ZooKeeper)
        {
            return timeline.Roles.Any(role => role.Node == node.Name && role.At > applied.Sent && role.Mode == ZooKeeperMode.Silent);
        }

        // A registration ends through the quorum; without one, the engine's word is all there is.
        if (!Planning.Quorum.Survives(_topology, kill.Down))
        {
            return true;
        }

        var before = trial.History.Of<BrokerRegistration>().LastOrDefault(one => one.Broker == node.Id && one.At <= kill.Requested.At)?.Epoch;
        return trial.History.Of<BrokerRegistration>().Any(one =>
            one.Broker == node.Id && one.At > applied.Sent && (!one.Registered || one.Epoch > before));
    }
}
