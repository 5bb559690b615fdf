namespace KafkaChaos.Checking;

/// <summary>Where the controller's broker was killed, a live broker is controller at a higher epoch.</summary>
internal sealed class Controller : IChecker
{
    private const string Property = "controller";
    private const string Source = "znode /controller and /controller_epoch";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = new Timeline(trial);
        return trial.Scenario.Topology.Brokers.Any()
            ? timeline.Strikes.Where(kill => timeline.BrokersOf(kill).Count > 0).Select(kill => Check(trial, timeline, kill))
            : [];
    }

    private static Finding Check(Trial trial, Timeline timeline, Strike kill)
    {
        if (timeline.ControllerAt(kill.Requested.At) is not { Broker: { } held } old)
        {
            return Say.Inconclusive(Property, $"which broker was controller before the {kill.Name} was not seen");
        }

        var before = new Evidence(old.At, Source, $"{timeline.NameOf(held)}, epoch {old.Epoch}");
        if (!timeline.BrokersOf(kill).Contains(held))
        {
            return Say.Passed(Property, $"the controller {timeline.NameOf(held)} (epoch {old.Epoch}) was not in the {kill.Name}, so it did not have to move", [new("epoch", old.Epoch, "epoch")], [before]);
        }

        var effect = kill.EffectOn(timeline.NameOf(held));
        var bound = trial.Expect.LeadersElectedWithin!.Value;
        var next = timeline.ControllersAfter(kill.Requested.At)
            .FirstOrDefault(one => one.Broker is { } id && one.Epoch > old.Epoch && timeline.IsBrokerUp(id, one.At));
        if (next is null)
        {
            var verdict = timeline.HadTime(effect, bound) ? Verdict.Failed : Verdict.Inconclusive;
            return Say.Found(verdict, Property, $"no live broker became controller at an epoch above {old.Epoch} after the {kill.Name}{(verdict == Verdict.Failed ? "" : ", and the run was broken off before one had to")}, expected one within {Say.Seconds(bound)}", [new("old epoch", old.Epoch, "epoch")], [before]);
        }

        var bracket = Bracket.From(effect, next.Since, next.At);
        Figure[] figures = [Say.Figure("time", bracket.Most), Say.Figure("time at least", bracket.Least), new("old epoch", old.Epoch, "epoch"), new("new epoch", next.Epoch, "epoch")];
        Evidence[] evidence = [before, new(next.At, Source, $"{timeline.NameOf(next.Broker!.Value)}, epoch {next.Epoch}; the look before was at {Say.Seconds(next.Since)}")];
        return Say.Found(bracket.Within(bound), Property, $"the controller moved from {timeline.NameOf(held)} (epoch {old.Epoch}) to {timeline.NameOf(next.Broker!.Value)} (epoch {next.Epoch}) {bracket} after the {kill.Name}, expected within {Say.Seconds(bound)}", figures, evidence);
    }
}
