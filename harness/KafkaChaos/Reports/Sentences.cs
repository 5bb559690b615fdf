using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>The notable changes of a run in words, one sentence each.</summary>
internal sealed class Sentences(Story story)
{
    private readonly Dictionary<string, MemberMode> _modes = [];
    private readonly Dictionary<int, bool> _registered = [];
    private int? _lastController;
    private bool _whole;

    /// <summary>What is told of an event only where the boards do not show it yet.</summary>
    public IEnumerable<Told> Before(HistoryEvent one)
    {
        if (one is NodeProcess process && IsNews(process) && !story.Steps.IsBeingKilled(process.Node))
        {
            yield return new(one.At, process.Change == ProcessChange.Exited
                ? $"{process.Node} is down ({Printable.Line(process.Detail)})"
                : $"{process.Node} runs again");
        }
    }

    /// <summary>What is told of an event once the boards show it.</summary>
    public IEnumerable<Told> After(HistoryEvent one) => one switch
    {
        PhaseBegan phase => [new(one.At, OfPhase(phase.Phase))],
        FaultRequested requested => [new(one.At, OfRequest(requested))],
        // A start is over when the node serves, a kill when the process is gone.
        FaultApplied applied => [new(applied.Fault.IsUndo() ? applied.At : applied.Effect, $"{applied.Node} {StepWords.Done(applied.Fault)} ({Printable.Line(applied.Proof)})")],
        FaultFailed failed => [new(one.At, $"{StepWords.Of(failed.Fault)} of {failed.Node} FAILED: {Printable.Line(failed.Reason)}")],
        MemberRole role => OfRole(role),
        BrokerRegistration registration => OfRegistration(registration),
        ControllerSeen controller => OfController(controller),
        PartitionState => OfPartitions(one.At),
        RunEnded ended => [new(one.At, OfEnd(ended))],
        LeftoverAudit audit => [new(one.At, OfAudit(audit))],
        _ => [],
    };

    private bool IsNews(NodeProcess process) => story.Nodes.Runs(process.Node) == (process.Change == ProcessChange.Exited);

    private string OfPhase(Phase phase)
    {
        var topology = story.Scenario.Topology;
        var detail = phase switch
        {
            Phase.StartingCluster => $": {topology.Members.Count()} {(topology.IsKRaft ? "controllers" : "ZooKeeper")}, {topology.Brokers.Count()} {(topology.IsKRaft ? "brokers" : "Kafka")} in zone{(topology.Zones.Count == 1 ? "" : "s")} {string.Join(", ", topology.Zones.Select(zone => zone.Name))}",
            Phase.WarmingUp when story.Scenario.Load is not null => ", until every producer has an acknowledgement of each of its partitions",
            Phase.Load when story.Scenario.Load is { } load && double.IsInfinity(load.Rate) => ": as fast as possible",
            Phase.Load when story.Scenario.Load is { } load => FormattableString.Invariant($": {load.Rate:0.##} records/s"),
            _ => "",
        };
        return StepWords.Of(phase) + detail;
    }

    private string OfRequest(FaultRequested requested)
    {
        var what = $"{StepWords.Of(requested.Fault)} {string.Join(", ", requested.Nodes)} ({Printable.Line(requested.Because)})";
        return requested.Step < 0 ? $"undo: {what}" : $"step {requested.Step + 1} of {story.Steps.Steps.Count}: {what}";
    }

    private IEnumerable<Told> OfRole(MemberRole role)
    {
        var before = _modes.TryGetValue(role.Node, out var mode) ? mode : MemberMode.Silent;
        _modes[role.Node] = role.Mode;
        if (role.Mode == MemberMode.Leader)
        {
            yield return new(role.At, $"{role.Node} leads the {(story.Scenario.Topology.IsKRaft ? "controllers" : "ensemble")}{(role.Epoch is { } epoch ? $", epoch {epoch}" : "")}");
        }
        else if (Serves(before) && !Serves(role.Mode) && story.Nodes.Runs(role.Node) && !story.Steps.IsBeingKilled(role.Node))
        {
            yield return new(role.At, role.Mode == MemberMode.Silent ? $"{role.Node} does not answer" : $"{role.Node} stopped serving: no quorum, or an election");
        }
    }

    private IEnumerable<Told> OfRegistration(BrokerRegistration registration)
    {
        var before = _registered.GetValueOrDefault(registration.Broker);
        _registered[registration.Broker] = registration.Registered;
        var name = story.Nodes.NameOf(registration.Broker);
        if (registration.Registered != before)
        {
            yield return new(registration.At, registration.Registered ? $"{name} is registered" : $"{name} is not registered any more");
        }
    }

    private IEnumerable<Told> OfController(ControllerSeen seen)
    {
        var before = _lastController;
        _lastController = seen.Broker ?? before;
        if (seen.Broker is { } broker)
        {
            var name = story.Nodes.NameOf(broker);
            yield return new(seen.At, before is null || before == broker
                ? $"controller is {name}, epoch {seen.Epoch}"
                : $"controller moved {story.Nodes.NameOf(before.Value)} -> {name}, epoch {seen.Epoch}");
        }
        else if (before is not null)
        {
            yield return new(seen.At, "there is no controller");
        }
    }

    private IEnumerable<Told> OfPartitions(TimeSpan at)
    {
        var (whole, expected) = (story.Partitions.Whole, story.Partitions.Expected);
        if (whole == expected != _whole)
        {
            _whole = !_whole;
            yield return new(at, _whole ? $"all replicas of all {expected} partitions are in sync" : $"replicas fell out of sync: {whole} of {expected} partitions whole");
        }
    }

    private static string OfEnd(RunEnded ended)
    {
        // The whole reason, with the logs that it may carry, is the end of the program's own message.
        var reason = ended.Reason is { } text ? $": {Printable.Line(text.ReplaceLineEndings("\n").Split('\n')[0])}" : "";
        return ended.How switch
        {
            RunEnd.Completed => $"every step was taken{reason}",
            RunEnd.Cancelled => $"CANCELLED{reason}",
            _ => $"ABORTED{reason}",
        };
    }

    private static string OfAudit(LeftoverAudit audit) => audit switch
    {
        { Items.Count: 0 } => "nothing is left behind",
        { Kept: true } => $"kept: {Printable.Count(audit.Items.Count, "thing")} of this run",
        _ => $"LEFT BEHIND: {Printable.Line(string.Join(", ", audit.Items))}",
    };

    private static bool Serves(MemberMode mode) => mode is not (MemberMode.NotServing or MemberMode.Silent);
}
