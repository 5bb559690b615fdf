using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Planning;

namespace KafkaChaos.Checking;

/// <summary>The cells of one fault, from when it must have been noticed to the undo or the next fault.</summary>
internal sealed class SurvivalCells(Trial trial, Timeline timeline, Strike kill)
{
    // As many acknowledgements as no mistake about the moment of a fault explains.
    private const int Enough = 3;

    private readonly Topology _topology = trial.Scenario.Topology;
    private readonly ClusterSettings _settings = Trials.SettingsOf(trial.Scenario, trial.History);
    private readonly TimeSpan _from = kill.Last + Timeline.ClockTolerance;
    private readonly TimeSpan _to = kill.Undone < kill.Until ? kill.Undone.Value : kill.Until;

    private TimeSpan Lasted => _to - kill.Last;

    // What did not happen within its time may not have had it.
    private Excuse? ExcuseOf(TimeSpan bound) => timeline.Starvation.ExcuseOf(kill.Last, _to, bound);

    private Expectations Stated => trial.Scenario.Expect;

    /// <summary>Empty where the fault is not proven to have taken what it went to, or not all along, and where nobody looked all along.</summary>
    public IEnumerable<SurvivalCell> All()
    {
        var proof = new BiteEvidence(trial, timeline);
        if (_to <= _from || !timeline.HadTime(kill.Last, Lasted) || kill.Lost.Any(node => proof.Doubt(kill, node) is not null) || kill.Down.Any(node => timeline.IsUp(node, _from) || timeline.IsUp(node, _to)))
        {
            yield break;
        }

        // What falls by itself is not in the prediction.
        var fell = timeline.Exits.Any(exit => exit.At >= kill.First && exit.At <= _to && !kill.Down.Contains(exit.Node)) || _topology.Nodes.Any(node => !kill.Down.Contains(node.Name) && !timeline.IsUp(node.Name, _from));
        if (!kill.IsOpen && _topology.Members.Any() && OfQuorum() is var quorum && !(quorum.Predicted && fell))
        {
            yield return quorum;
        }

        // Who is cut off may go on by itself, and what is slow or hidden from clients is not lost: neither is a topic's loss.
        var toll = TollOf();
        var cut = toll.CutOff.Any(node => kill.Down.Contains(node) && (toll[node] & NodeState.Down & ~NodeState.Cut) == 0);
        var hindered = _topology.Nodes.Any(node => (toll[node.Name] & (NodeState.Isolated | NodeState.Slow)) != 0 && !kill.Down.Contains(node.Name));
        var dead = _topology.Brokers.Where(broker => kill.Down.Contains(broker.Name)).Select(broker => broker.Id).ToHashSet();
        var load = trial.Scenario.Load;
        var ledger = Ledger.Of(trial.History);
        var elects = !hindered && !fell && !kill.IsOpen && Planning.Quorum.Survives(_topology, kill.Down);
        var hit = timeline.Partitions.Where(one => one.Replicas is not null && one.Replicas.Any(dead.Contains)).Select(one => (Partition: one, Writers: load is null ? [] : PartitionWriter.Of(one, load, ledger))).ToList();
        var silences = hit.SelectMany(one => one.Writers).Where(writer => writer.Acknowledged(_from, _to).Count == 0).Select(writer => new Silence(writer, kill.Last, _to)).ToList();
        var tried = InFlight.Tried(trial, silences).ToDictionary(one => one.Key.Writer, one => one.Value);
        foreach (var (partition, writers) in hit)
        {
            var topic = _topology.Topics.First(one => one.Name == partition.Topic);
            var live = partition.Replicas!.Count(broker => !dead.Contains(broker));
            var full = timeline.StateAt(partition, kill.Requested.At) is { } before && partition.IsWhole(before);
            var cells = writers.Select(writer => OfWriter(writer, Planner.PredictTopic(topic, writer.Load.Acks, live), topic, tried.GetValueOrDefault(writer))).Prepend(OfLeader(partition, live));
            foreach (var cell in cells.Where(cell => cell.Predicted ? elects && full : !cut))
            {
                yield return cell;
            }
        }
    }

    private SurvivalCell OfQuorum()
    {
        var predicted = Planning.Quorum.Survives(_topology, kill.Down);
        var tried = trial.History.Of<QuorumWrite>().Where(write => write.Invoked >= _from && write.At < _to).ToList();
        var done = tried.FirstOrDefault(write => write.Outcome == Outcome.Ok);
        var patience = Bounds.Election(_topology, _settings, kill.Requested.Fault.IsSilent());
        var shown = done is not null
            ? new Flaw(done.At, $"write {done.Sequence} of the {timeline.Sources.Probe}, begun at {Say.Seconds(done.Invoked)}, succeeded", Mark.QuorumWrite(done.Session, done.Sequence))
            : new Flaw(_from, $"no write of the {timeline.Sources.Probe} succeeded up to {Say.Seconds(_to)}", [.. tried.Take(1).Select(write => Mark.QuorumWrite(write.Session, write.Sequence))]) { Until = _to };
        return new SurvivalCell("the quorum serves", predicted, done is not null ? true : tried.Count > 0 && Lasted > patience ? false : null, shown) { Expected = Stated.QuorumSurvives is { } given && given != predicted, Excuse = predicted ? ExcuseOf(patience) : null };
    }

    private SurvivalCell OfLeader(PartitionName partition, int live)
    {
        var state = timeline.StateAt(partition, _to);
        var led = state is { Leader: >= 0 } && timeline.IsUp(state.Leader, _to);
        var predicted = live > 0;
        var shown = new Flaw(led ? state!.At : _from, led ? $"{partition} was led by {timeline.NameOf(state!.Leader)}" : $"{partition} had no live leader at {Say.Seconds(_to)}", [.. state is null ? [] : new[] { Mark.State(partition.Topic, partition.Partition, state.At) }]) { Until = _to };
        var expected = Stated.LeadersElectedWithin is { } within && within >= Lasted == predicted;
        return new SurvivalCell($"{partition} is led ({live} of {partition.Replicas!.Count} replicas live)", predicted, led ? true : Lasted > trial.Expect.LeadersElectedWithin!.Value || !predicted ? false : null, shown) { Expected = expected, Excuse = predicted ? ExcuseOf(trial.Expect.LeadersElectedWithin!.Value) : null };
    }

    /// <param name="tried">Where nothing was acknowledged: the longest part of that in which something was with the cluster all along.</param>
    private SurvivalCell OfWriter(PartitionWriter writer, TopicPrediction predicted, TopicLayout topic, TimeSpan tried)
    {
        // Until then what a dead broker held may still be answered, or be counted as in sync.
        var elected = _topology.IsKRaft && _topology.Members.Any(member => kill.Down.Contains(member.Name));
        var noticed = kill.Last + Bounds.Expiry(_topology, _settings, elected) + (!_topology.IsKRaft && kill.Requested.Fault.IsSilent() ? _settings.SyncLimit : TimeSpan.Zero);
        var since = predicted.Writable ? _from : noticed;
        var times = since < _to ? writer.Acknowledged(since, _to) : [];
        var who = $"{writer.Name} is written (acks={writer.Load.Acks.ToString().ToLowerInvariant()} needs {Planner.Needed(topic, writer.Load.Acks)} replicas, {predicted.FewestReplicas} live)";
        var shown = times.Count > 0
            ? new Flaw(times[0], $"{writer.Name} got {Say.Count(times.Count, "acknowledgement")} from {Say.Seconds(times[0])} to {Say.Seconds(times[^1])}", [.. writer.MarksOf(times[0]), .. writer.MarksOf(times[^1])]) { Until = times[^1] }
            : new Flaw(_from, $"{writer.Name} got no acknowledgement from {Say.Seconds(since)} to {Say.Seconds(_to)}", [.. writer.Acknowledged(TimeSpan.Zero, since).TakeLast(1).SelectMany(writer.MarksOf)]) { Until = _to };
        bool? survived = times.Count > 0 ? true
            : predicted.Writable ? (tried > trial.Expect.UnavailableAtMost!.Value && writer.Acknowledged(TimeSpan.Zero, kill.First).Count > 0 ? false : null)
            : noticed < _to ? false : null;
        return new SurvivalCell(who, predicted.Writable, survived, shown)
        {
            Expected = predicted.Writable ? Stated.UnavailableAtMost >= Lasted || Stated.UnavailableAtLeast > TimeSpan.Zero : Stated.UnavailableAtMost < Lasted,
            Thin = times.Count is > 0 and < Enough,
            Excuse = predicted.Writable ? ExcuseOf(trial.Expect.UnavailableAtMost!.Value) : null,
        };
    }

    /// <summary>Of all faults up to its end.</summary>
    private Toll TollOf()
    {
        var toll = new Toll(_topology);
        foreach (var request in trial.History.Of<FaultRequested>().Where(one => one.At < _to))
        {
            toll.Take(request);
        }

        return toll;
    }
}
