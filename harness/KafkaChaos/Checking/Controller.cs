namespace KafkaChaos.Checking;

/// <summary>Where the controller was killed, a live node is controller at a higher epoch: a broker, or one of KRaft's controllers.</summary>
internal sealed class Controller : IChecker
{
    private const string Property = "controller";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        return trial.Scenario.Topology.Brokers.Any()
            ? timeline.Strikes.Where(kill => timeline.ControllersOf(kill).Count > 0).Select(kill => Check(trial, timeline, kill))
            : [];
    }

    private static Finding Check(Trial trial, Timeline timeline, Strike kill)
    {
        var kraft = trial.Scenario.Topology.IsKRaft;
        if (timeline.ControllerAt(kill.Requested.At) is not { Broker: { } held } old)
        {
            return Say.Inconclusive(Property, $"which {(kraft ? "node" : "broker")} was controller before the {kill.Name} was not seen", evidence: [kill.Shown]);
        }

        var before = new Evidence(old.At, timeline.Sources.Controller, $"{timeline.NameOf(held)}, epoch {old.Epoch}") { On = [old] };
        if (!timeline.ControllersOf(kill).Contains(held))
        {
            return Say.Passed(Property, $"the controller {timeline.NameOf(held)} (epoch {old.Epoch}) was not in the {kill.Name}, so it did not have to move", [new("epoch", old.Epoch, "epoch")], [before]);
        }

        var until = timeline.After(kill).FirstOrDefault()?.Requested.At ?? timeline.End;
        var sessions = new Sessions(trial, timeline);
        if ((kraft ? sessions.Led(kill, timeline.NameOf(held), old.Epoch) : sessions.Stood(kill, timeline.NameOf(held)))
            && timeline.ControllersAfter(kill.Requested.At).TakeWhile(one => one.At <= until).All(one => one.Broker == held && one.Epoch == old.Epoch))
        {
            return Say.Passed(Property, $"the controller {timeline.NameOf(held)} (epoch {old.Epoch}) {(kraft ? "led on" : "kept its session")} through the {kill.Name}, so it did not have to move", [new("epoch", old.Epoch, "epoch")], [before]);
        }

        // Of a controller that may never have been struck nothing had to follow.
        var doubt = new BiteEvidence(trial, timeline).Doubt(kill, timeline.NameOf(held));
        var but = doubt is null ? "" : $"; but {doubt}";
        var effect = kill.EffectOn(timeline.NameOf(held));
        // KRaft's controller is the leader of its quorum.
        var bound = kraft ? trial.Expect.QuorumElectedWithin!.Value : trial.Expect.LeadersElectedWithin!.Value;
        var next = timeline.ControllersAfter(kill.Requested.At)
            .FirstOrDefault(one => one.Broker is { } id && one.Epoch > old.Epoch && timeline.IsUp(id, one.At));
        if (next is null)
        {
            var had = timeline.HadTime(effect, bound);
            return Say.Found(had && doubt is null ? Verdict.Failed : Verdict.Inconclusive, Property, $"no live {(kraft ? "node" : "broker")} became controller at an epoch above {old.Epoch} after the {kill.Name}{(had ? "" : ", and the run was broken off before one had to")}, expected one within {Say.Seconds(bound)}{but}", [new("old epoch", old.Epoch, "epoch")], [kill.Shown, before]);
        }

        var bracket = Bracket.From(effect, next.Since, next.At);
        Figure[] figures = [Say.Figure("time", bracket.Most), Say.Figure("time at least", bracket.Least), new("old epoch", old.Epoch, "epoch"), new("new epoch", next.Epoch, "epoch")];
        Evidence[] evidence = [kill.Shown, before, new(next.At, timeline.Sources.Controller, $"{timeline.NameOf(next.Broker!.Value)}, epoch {next.Epoch}; the look before was at {Say.Seconds(next.Since)}") { On = [next] }];
        var within = bracket.Within(bound);
        var late = within != Verdict.Passed;
        var finding = Say.Found(late && doubt is not null ? Verdict.Inconclusive : within, Property, $"the controller moved from {timeline.NameOf(held)} (epoch {old.Epoch}) to {timeline.NameOf(next.Broker!.Value)} (epoch {next.Epoch}) {bracket} after the {kill.Name}, expected within {Say.Seconds(bound)}{(late ? but : "")}", figures, evidence);
        return Excuse.Weigh(finding, timeline.Starvation.ExcuseOf(effect, bracket, bound));
    }
}
