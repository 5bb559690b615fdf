using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>After the undo, every in-sync set is whole again, as the controller wrote it since the fault, and every member of the quorum serves; and so it is at the run's end.</summary>
internal sealed class Recovery : IChecker
{
    private const string Property = "recovery";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        if (timeline.FirstFault is null)
        {
            return [Say.Inconclusive(Property, "nothing was taken down, so there was nothing to recover from")];
        }

        var undo = trial.History.Of<FaultRequested>().LastOrDefault(one => one.Fault.IsUndo() && one.Nodes.Count > 0);
        if (undo is null)
        {
            return [Say.Inconclusive(Property, $"what was done at {Say.Seconds(timeline.FirstFault.Value)} was never undone", evidence: timeline.Strikes.Select(kill => kill.Shown))];
        }

        var undone = new Evidence(undo.At, "nemesis", $"{Say.Fault(undo.Fault)} of {Say.List(undo.Nodes)}, the last undo") { On = [undo] };
        var pending = Pending(trial, timeline, undo.At, out var unseen, out var recovered, out var since);
        var bound = trial.Expect.RecoveredWithin!.Value;
        var failures = trial.History.Of<FaultFailed>().Where(one => one.Fault.IsUndo()).Select(one => new Evidence(one.At, "nemesis", $"{one.Node} could not be brought back: {one.Reason}") { On = [one] });
        var processes = trial.History.Of<NodeProcess>().Where(one => one.At >= undo.At).Select(one => new Evidence(one.At, $"process of {one.Node}", $"{one.Change.ToString().ToLowerInvariant()}: {one.Detail}") { On = [one] });

        // Not the harness's doing, though it breaks off the run: the node ran, and ended by itself.
        if (trial.History.Of<FaultFailed>().Where(one => EndedByItself(trial, one)).ToList() is { Count: > 0 } ended)
        {
            return [Say.Found(Verdict.Failed, Property, $"the cluster did not recover: {Say.List(ended.Take(4).Select(one => $"the process of {one.Node}, started again, ended by itself with exit code {one.ExitCode}, again and again"))}; expected that it serves within {Say.Seconds(bound)}",
                [new("not recovered", ended.Count, "things")], failures.Concat(processes))];
        }

        // Where a run was broken off, the harness may itself be why there was no recovery, or why none was seen.
        var seenThrough = timeline.SeenThrough;
        if (pending.Count > 0)
        {
            var evidence = pending.Select(one => new Evidence(one.On.At, "last observation", one.Text) { On = [one.On] }).Prepend(undone);
            return [Say.Found(seenThrough ? Verdict.Failed : Verdict.Inconclusive, Property, $"the cluster {(seenThrough ? "did not recover" : "was not seen to recover, in a run that was broken off,")} from the undo at {Say.Seconds(undo.At)} to {Say.Seconds(timeline.End)}, expected within {Say.Seconds(bound)}: {Say.List(pending.Take(4).Select(one => one.Text))}",
                [new("not recovered", pending.Count, "things")], evidence.Concat(failures).Concat(processes))];
        }

        // What nobody looked at may have recovered or not, and what may never have been lost had not to: the cluster is not to blame for it.
        if (unseen.Count > 0)
        {
            return [Say.Inconclusive(Property, $"whether the cluster recovered from the undo at {Say.Seconds(undo.At)} is not known: {Say.List(unseen.Take(4))}; all else recovered",
                [new("not known", unseen.Count, "things")], unseen.Select(text => new Evidence(timeline.End, "last observation", text)).Prepend(undone).Concat(failures).Concat(processes))];
        }

        var bracket = Bracket.From(undo.At, since, recovered);
        Figure[] figures = [Say.Figure("recovery-time", bracket.Most), Say.Figure("recovery-time at least", bracket.Least)];
        var verdict = bracket.Within(bound);
        var finding = Say.Found(verdict == Verdict.Failed && !seenThrough ? Verdict.Inconclusive : verdict, Property,
            $"every in-sync set was whole and every {(trial.Scenario.Topology.IsKRaft ? "controller" : "ensemble member")} served {bracket} after the undo, expected within {Say.Seconds(bound)}", figures,
            processes.Prepend(new(recovered, timeline.Sources.Recovery, "the last of them was whole again")
            {
                On = [undo, .. trial.History.Of<PartitionState>().Concat<HistoryEvent>(timeline.Roles).Concat(trial.History.Of<ControllerSeen>()).Concat(trial.History.Of<BrokerRegistration>()).Where(one => one.At == recovered)],
            }));
        return [Excuse.Weigh(finding, timeline.Starvation.ExcuseOf(undo.At, bracket, bound))];
    }

    /// <summary>A node that came back on its own software. What the harness puts in a node's place in an upgrade may be what does not fit.</summary>
    private static bool EndedByItself(Trial trial, FaultFailed failed) =>
        failed is { ExitCode: not null, Fault: Fault.Start or Fault.PowerOn } && !(trial.Scenario.Steps.ElementAtOrDefault(failed.Step)?.Fault.Replaces() ?? false);

    /// <summary>What is not recovered at the end, and apart from it what is not known; where both are empty, when the last of it was.</summary>
    private static List<(string Text, HistoryEvent On)> Pending(Trial trial, Timeline timeline, TimeSpan undo, out List<string> unseen, out TimeSpan recovered, out TimeSpan since)
    {
        var killed = timeline.Strikes.SelectMany(kill => kill.Lost).ToHashSet();
        var (sessions, proof) = (new Sessions(trial, timeline), new BiteEvidence(trial, timeline));
        var ended = timeline.Strikes.SelectMany(kill => sessions.Ended(kill).Select(broker => (broker.Id, Doubt: proof.Doubt(kill, broker.Name)))).ToList();
        var dead = ended.Select(one => one.Id).ToHashSet();
        var proven = ended.Where(one => one.Doubt is null).Select(one => one.Id).ToHashSet();
        var latest = (At: undo, Since: undo);
        var pending = new List<(string Text, HistoryEvent On)>();
        unseen = [];
        foreach (var partition in timeline.Partitions)
        {
            if (timeline.StateAt(partition, timeline.End) is { } state)
            {
                if (Again(dead) is null && Again(proven) is not null)
                {
                    unseen.Add($"{partition} is whole as before, and {Say.List(ended.Where(one => one.Doubt is not null).Select(one => one.Doubt!).Distinct())}");
                    continue;
                }

                Note(Again(dead), $"{partition} has the in-sync set [{string.Join(", ", state.InSync)}] at leader epoch {state.LeaderEpoch}", state);
            }
            else
            {
                unseen.Add($"{partition} was never seen");
            }

            (TimeSpan At, TimeSpan Since)? Again(HashSet<int> lost) => Whole(timeline, partition, lost, undo, trial.Scenario.Topology.IsKRaft);
        }

        var members = trial.Scenario.Topology.Members.ToHashSet();
        foreach (var node in trial.Scenario.Topology.Nodes)
        {
            if (timeline.LastExit(node.Name) is { } exit)
            {
                pending.Add(($"{node.Name} exited at {Say.Seconds(exit.At)} ({exit.Detail}) and did not start again", exit));
            }
            else if (members.Contains(node) && timeline.RoleAt(node.Name, timeline.End) is { } role)
            {
                Note(Serving(timeline, node.Name, killed.Contains(node.Name), undo), $"{node.Name} is {role.Mode.ToString().ToLowerInvariant()}", role);
            }
            else if (members.Contains(node))
            {
                unseen.Add($"{node.Name} was never seen");
            }

            // In KRaft a broker that runs may be fenced, and one without replicas shows that nowhere else.
            if (trial.Scenario.Topology.IsKRaft && node.IsBroker)
            {
                if (timeline.RegistrationAt(node.Id, timeline.End) is { } registration)
                {
                    Note(Unfenced(timeline, node.Id, undo), $"{node.Name} is fenced", registration);
                }
                else
                {
                    unseen.Add($"{node.Name} was never seen to be registered");
                }
            }
        }

        (recovered, since) = latest;
        return pending;

        void Note((TimeSpan At, TimeSpan Since)? done, string text, HistoryEvent on)
        {
            if (done is not { } known)
            {
                pending.Add((text, on));
            }
            else if (known.At > latest.At)
            {
                latest = known;
            }
        }
    }

    /// <summary>When a partition's in-sync set was whole again, for good; the undo where it never had to change; null where it was not, or is not at the end.</summary>
    private static (TimeSpan At, TimeSpan Since)? Whole(Timeline timeline, PartitionName partition, HashSet<int> dead, TimeSpan undo, bool kraft)
    {
        if (timeline.StateAt(partition, timeline.End) is not { } last || !partition.IsWhole(last))
        {
            return null;
        }

        var fault = timeline.FirstFault!.Value;
        var before = timeline.StateAt(partition, fault);
        var states = timeline.StatesAfter(partition, fault).TakeWhile(state => state.At <= timeline.End).ToList();
        // A state written before the fault may look whole because nobody has noticed yet: it must be known to be newer. In
        // KRaft the next controller knows no sooner who is lost.
        var shrunk = states.FindLastIndex(state => !partition.IsWhole(state));
        if (states.Skip(shrunk + 1).FirstOrDefault(state => shrunk >= 0 || before is null || state.LeaderEpoch > before.LeaderEpoch
            || (!kraft && state.ControllerEpoch > before.ControllerEpoch)) is { } whole)
        {
            return whole.At > undo ? (whole.At, whole.Since) : (undo, undo);
        }

        if (before is null || !partition.IsWhole(before))
        {
            return null;
        }

        return !(partition.Replicas ?? before.InSync).Any(dead.Contains) ? (undo, undo)
            : timeline.Reinstated(partition, dead, fault) is { } back ? (back.At > undo ? back : (undo, undo))
            : null;
    }

    /// <summary>When a member served again; the undo where it never stopped; null where it did not, or does not at the end.</summary>
    private static (TimeSpan At, TimeSpan Since)? Serving(Timeline timeline, string member, bool killed, TimeSpan undo)
    {
        if (timeline.RoleAt(member, timeline.End) is not { } last || !Serves(last))
        {
            return null;
        }

        var before = timeline.RoleAt(member, undo);
        if (!killed && before is not null && Serves(before))
        {
            return (undo, undo);
        }

        var back = timeline.Roles.FirstOrDefault(role => role.Node == member && role.At > undo && Serves(role));
        return back is not null ? (back.At, back.Since) : before is not null && Serves(before) ? (undo, undo) : null;
    }

    /// <summary>When a broker took part again, for good; the undo where it did then; null where it does not at the end.</summary>
    private static (TimeSpan At, TimeSpan Since)? Unfenced(Timeline timeline, int broker, TimeSpan undo)
    {
        var seen = timeline.RegistrationsAfter(broker, TimeSpan.MinValue).TakeWhile(one => one.At <= timeline.End).ToList();
        var back = seen.ElementAtOrDefault(seen.FindLastIndex(one => !one.Registered) + 1);
        return back is null ? null : back.At > undo ? (back.At, back.Since) : (undo, undo);
    }

    private static bool Serves(MemberRole role) => role.Mode is not (MemberMode.Silent or MemberMode.NotServing);
}
