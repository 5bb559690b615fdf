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

        foreach (var doubt in request.Fault == Fault.Slow ? SlowEvidence.Doubts(trial, timeline, applied) : [])
        {
            yield return doubt;
        }

        // What stops nodes and starts them again takes them by its parts.
        var strikes = timeline.Strikes.Where(one => one.Requested == request || (request.Fault.Returns() && one.Requested.Step == request.Step)).ToList();
        if (!request.Fault.IsUndo() && Idle(request, applied, strikes) is { } idle)
        {
            yield return idle;
        }

        foreach (var node in request.Nodes.Where(node => request.Fault.Returns() && !strikes.Any(kill => kill.Applied.Any(one => one.Node == node))))
        {
            yield return $"{node} was not seen to stop";
        }

        foreach (var (kill, one) in strikes.SelectMany(kill => kill.Applied.Where(one => kill.Hit(one.Node) && one.Fault != Fault.Isolate).Select(one => (kill, one))))
        {
            var node = _topology.NodeNamed(one.Node);
            // What an earlier fault hides, no other observer can see: the nemesis's own word has to do.
            if (timeline.IsHidden(node.Name, kill.Requested.At))
            {
                continue;
            }

            if (!WasAlive(node, kill.Requested.At))
            {
                yield return $"{node.Name} was not seen alive before it";
            }

            if (!WasGone(node, one, kill))
            {
                yield return NotGone(node);
            }
        }
    }

    /// <summary>Why a strike may not have taken a node, so that nothing need follow from it; null where it did: the nemesis saw it, and so did another, or the process ended.</summary>
    public string? Doubt(Strike kill, string name) => kill.Requested.Nodes.Contains(name)
        ? DoubtOf(kill, name)
        : kill.Requested.Nodes.Select(one => DoubtOf(kill, one)).FirstOrDefault(doubt => doubt is not null);

    private string? DoubtOf(Strike kill, string name)
    {
        var node = _topology.NodeNamed(name);
        return kill.Applied.FirstOrDefault(one => one.Node == name) is not { } applied ? $"it was not seen to take effect on {name}"
            : Unproven(applied) is { } unproven ? unproven
            : applied.Fault == Fault.Isolate || timeline.IsHidden(name, kill.Requested.At) || HasEnded(applied, kill) || WasGone(node, applied, kill) ? null
            : NotGone(node);
    }

    // A combined node is one process: what it says as a controller tells of the broker in it.
    private bool IsMember(Node node) => _topology.Members.Contains(node);

    private string NotGone(Node node) => IsMember(node)
        ? $"{node.Name} was not seen silent after it"
        : _topology.IsKRaft ? $"{node.Name} was not seen fenced after it"
        : $"the registration of {node.Name} was not seen to end after it";

    // What the nemesis saw of what only it can see.
    private string? Unproven(FaultApplied one) => one switch
    {
        { Fault: Fault.PowerOff, Silenced: null } => $"{one.Node} was not seen to fall silent",
        { Fault: Fault.PowerOff, Died: not null, DiskShut: null } => $"the disk of {one.Node} was not seen to be shut",
        { Fault: Fault.PowerOn, Packets: not 0 } => $"{one.Packets?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number of"} packets left {one.Node} while it was off, expected none",
        { Fault: Fault.Isolate, Packets: null or 0 } when one.Packets is null || timeline.IsUp(one.Node, one.Sent) => $"no packet of {one.Node} was seen to be dropped",
        { Fault: Fault.Heal, Remains: null } => $"nobody looked whether anything of what was laid on the network of {one.Node} still stands",
        { Fault: Fault.Heal, Remains: [_, ..] remains } => $"on the network of {one.Node} there still stood: {string.Join("; ", remains)}",
        { Fault: Fault.FillDisk } when !(one.RoomAfter < one.RoomBefore) => $"the disk of {one.Node} was not seen to lose its room",
        { Fault: Fault.Empty } when !(one.RoomAfter > one.RoomBefore) => $"the disk of {one.Node} was not seen to get its room back",
        { Fault: Fault.Wipe } when one.FileSystemBefore is null || one.FileSystemAfter is null => $"the disk of {one.Node} was not seen to be made new",
        { Fault: Fault.Wipe } when one.FileSystemBefore == one.FileSystemAfter => $"the disk of {one.Node} has the file system that it had, {one.FileSystemAfter}",
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

    private string? Idle(FaultRequested request, List<FaultApplied> applied, List<Strike> strikes)
    {
        // After an earlier fault nothing may be acknowledged for a while: then that the load went on has to do.
        var first = timeline.FirstFault == request.At;
        return strikes.Count == 0
            ? Idle(request.Fault.Returns() ? request.At : applied.Min(one => one.Effect), applied.Max(one => one.Effect), first)
            : strikes.Select((kill, place) => Idle(kill.First, kill.Last, first && place == 0)).FirstOrDefault(idle => idle is not null);
    }

    private string? Idle(TimeSpan from, TimeSpan to, bool first)
    {
        if (timeline.Began is not { } began || from < began)
        {
            return "the load had not begun";
        }

        if (from >= timeline.Ended)
        {
            return "the load was over";
        }

        if (trial.Scenario.Load is null)
        {
            var writes = trial.History.Of<QuorumWrite>().Where(write => write.Session is null).ToList();
            return !writes.Any(write => (write.Outcome == Outcome.Ok || !first) && In(write.At, LastSeconds))
                ? $"no quorum write succeeded in the {Say.Seconds(LastSeconds)} before it"
                : writes.All(write => write.Invoked <= to) ? "no quorum write was tried after it" : null;
        }

        var ledger = Ledger.Of(trial.History);
        var span = TimeSpan.FromSeconds(Math.Max(LastSeconds.TotalSeconds, 3 / trial.Scenario.Load.Rate));
        var running = first
            ? ledger.Logs.SelectMany(log => log.Sessions).Any(session => session.Acknowledgements.Any(from - span, from))
            : ledger.Dues.Any(from - span, from);
        return !running
            ? $"no record was {(first ? "acknowledged" : "sent")} in the {Say.Seconds(span)} before it"
            : ledger.Logs.All(log => log.LastScheduled <= to) ? "no record was due after it" : null;

        bool In(TimeSpan at, TimeSpan span) => at <= from && at >= from - span;
    }

    private TimeSpan NoticedWithin(Node node) =>
        IsMember(node) ? MemberNoticed : Planning.Bounds.Expiry(_topology, Trials.SettingsOf(trial.Scenario, trial.History), elected: true);

    private bool WasAlive(Node node, TimeSpan at) =>
        timeline.IsUp(node.Name, at) && (IsMember(node)
            ? timeline.RoleAt(node.Name, at) is { Mode: not MemberMode.Silent }
            : trial.History.Of<BrokerRegistration>().LastOrDefault(one => one.Broker == node.Id && one.At <= at) is { Registered: true });

    private bool WasGone(Node node, FaultApplied applied, Strike kill)
    {
        // Undone, or struck again, before others need to have noticed: that the kernel froze it, or that it ended, is all there is to see.
        var next = timeline.NextOn(kill, node.Name);
        var brief = next - applied.Effect < NoticedWithin(node);
        if (applied is { Fault: Fault.Pause, Freezing: not null } ? brief || (kill.Undone ?? kill.Until) - applied.Effect < NoticedWithin(node) : brief && HasEnded(applied, kill))
        {
            return true;
        }

        var until = SeenUntil(node, kill);
        if (IsMember(node))
        {
            return timeline.Roles.Any(role => role.Node == node.Name && role.At > applied.Sent && role.At <= until && role.Mode == MemberMode.Silent);
        }

        // A registration ends through the quorum; without one, the engine's word is all there is.
        if (!Planning.Quorum.Survives(_topology, kill.Down))
        {
            return true;
        }

        var before = trial.History.Of<BrokerRegistration>().LastOrDefault(one => one.Broker == node.Id && one.At <= kill.Requested.At)?.Epoch;
        return trial.History.Of<BrokerRegistration>().Any(one =>
            one.Broker == node.Id && one.At > applied.Sent && one.At <= until && (!one.Registered || one.Epoch > before));
    }

    /// <summary>Until when what is seen of a node may be a strike's doing: others notice its undo as late as itself, and the next strike on the node has effects of its own.</summary>
    private TimeSpan SeenUntil(Node node, Strike kill)
    {
        var noticed = (timeline.UndoOf(kill, node.Name)?.Seen ?? kill.Undone ?? kill.Until) + NoticedWithin(node);
        return timeline.NextOn(kill, node.Name) is { } next && next < noticed ? next : noticed;
    }

    /// <summary>Whether the process was seen to end by a strike.</summary>
    private bool HasEnded(FaultApplied applied, Strike kill) => applied.Died is not null
        || (kill.Requested.Fault.EndsProcesses() && timeline.Exits.Any(exit => exit.Node == applied.Node && exit.At >= applied.Sent - Timeline.ClockTolerance
            && exit.At <= (timeline.NextOn(kill, applied.Node) ?? kill.Undone ?? kill.Until)));
}
