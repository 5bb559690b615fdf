using System.Globalization;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Carries out a scenario's steps in time, and undoes at the end what is still done.</summary>
/// <param name="targets">Finds where a step goes.</param>
/// <param name="conditions">Looks once at what a step waits for.</param>
/// <param name="faults">Do them.</param>
/// <param name="patience">How long a cluster may take to be whole between the nodes of a rolling step.</param>
/// <param name="vacancy">How long a role may have no holder that is seen.</param>
/// <param name="recorder">Gets what is done.</param>
/// <param name="time">For the times between steps.</param>
public sealed class Nemesis(TargetResolver targets, Func<Condition, CancellationToken, Task<Look>> conditions, Faults faults, Func<TimeSpan> patience, Func<TimeSpan> vacancy, Recorder recorder, TimeProvider time)
{
    /// <summary>Index of the undo at the end of a run, which is no step of the scenario.</summary>
    public const int Undo = -1;

    /// <summary>Index of what is prepared before the first step.</summary>
    public const int Preparation = -2;

    // A node that is off or paused hears nothing of its rules; one that is healed can be seen to serve.
    private static readonly (Fault Fault, NodeState State)[] Undoings =
    [
        (Fault.Resume, NodeState.Paused),
        (Fault.Heal, NodeState.Isolated | NodeState.Slow),
        (Fault.PowerOn, NodeState.Off),
        (Fault.Empty, NodeState.Full),
        (Fault.Start, NodeState.Dead),
    ];

    private readonly Rolling _rolling = new(faults, conditions, patience, recorder);
    private readonly SecondLook _second = new(recorder);

    // Members that were silenced take their time not to answer, for which no step waits.
    private readonly List<Task> _looks = [];

    /// <summary>Carries out the steps, each after its time from the completion of the one before, or when its condition holds.</summary>
    /// <exception cref="FaultException">A step could not be carried out, or all together took longer than the scenario's deadline.</exception>
    /// <exception cref="WaitException">A condition did not hold within its time.</exception>
    public async Task RunAsync(Scenario scenario, CancellationToken token)
    {
        using var late = new CancellationTokenSource(scenario.Deadline ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, late.Token);
        try
        {
            await RunAsync(scenario.Steps, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new FaultException(string.Create(CultureInfo.InvariantCulture, $"the steps were not done within the scenario's deadline of {scenario.Deadline!.Value.TotalSeconds:0.###} s"));
        }
    }

    private async Task RunAsync(IReadOnlyList<Step> steps, CancellationToken token)
    {
        for (var index = 0; index < steps.Count; index++)
        {
            var step = steps[index];
            var begun = recorder.Now;
            await (step.When is { } awaited
                ? Wait.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"{Words(awaited.Condition)}, before step {index + 1}"), awaited.Within, cancelled => conditions(awaited.Condition, cancelled), token)
                : PassAsync(step.After, token));
            var due = step.When is null ? begun + step.After : recorder.Now;
            var resolution = await FoundAsync(index, step.Target, token);
            if (step.Name is { } name)
            {
                targets.Remember(name, resolution);
            }

            var others = (step.Options as FaultOptions.Slowness)?.Toward;
            var toward = others is null ? null : await FoundAsync(index, others, token);
            await ApplyAsync(index, due, step.Fault, step.Options, resolution, toward, token);
            LookAgain(index, step.Fault, step.Target, resolution, token);
            if (others is not null)
            {
                LookAgain(index, step.Fault, others, toward!, token);
            }
        }

        await Task.WhenAll(_looks);
    }

    // A timer may fire some milliseconds early.
    private async Task PassAsync(TimeSpan span, CancellationToken token)
    {
        var begun = time.GetTimestamp();
        for (var left = span; left > TimeSpan.Zero; left = span - time.GetElapsedTime(begun))
        {
            await Task.Delay(left, time, token);
        }
    }

    // Between two holders a role has none, and the members of a busy machine may not answer at once.
    private async Task<Resolution> FoundAsync(int index, Target target, CancellationToken token)
    {
        if (!target.IsLookedUp)
        {
            return await targets.ResolveAsync(index, target, token);
        }

        Resolution? found = null;
        await Wait.UntilAsync($"the target of step {index + 1}, which is looked up, to be held by a node", vacancy(), async cancelled =>
        {
            found = await targets.ResolveAsync(index, target, cancelled);
            return new Look(true, found.Because);
        }, token);
        return found!;
    }

    private void LookAgain(int index, Fault fault, Target target, Resolution went, CancellationToken token)
    {
        if (SecondLook.Tells(fault, target))
        {
            _looks.Add(_second.TakeAsync(index, NamesOf(went), cancelled => NowAsync(index, target, cancelled), token));
        }
    }

    private async Task<(IReadOnlyList<string> Nodes, string Because)> NowAsync(int index, Target target, CancellationToken token)
    {
        var now = await targets.ResolveAsync(index, target, token);
        return (NamesOf(now), now.Because);
    }

    private static IReadOnlyList<string> NamesOf(Resolution resolution) => [.. resolution.Nodes.Select(node => node.Name)];

    /// <summary>Undoes every state that a node is still in.</summary>
    /// <exception cref="EnvironmentException">One does not serve again.</exception>
    public async Task UndoAsync(CancellationToken token)
    {
        foreach (var (fault, state) in Undoings)
        {
            if (faults.States.In(state) is { Count: > 0 } names)
            {
                await ApplyAsync(Undo, null, fault, null, targets.Still(names, fault), null, token);
            }
        }
    }

    private static string Words(Condition condition) => condition switch
    {
        Condition.FullInSync => "every in-sync set to be full",
        Condition.QuorumWhole => "every voter to lead or follow",
        Condition.EveryNodeServes => "every node to serve",
        Condition.Acknowledged records => string.Create(CultureInfo.InvariantCulture, $"{records.Records} acknowledged records"),
        _ => throw new InvalidOperationException($"condition {condition} is not known"),
    };

    /// <param name="toward">Whom a slowness is toward; null where it is toward everybody, or there is none.</param>
    private async Task ApplyAsync(int step, TimeSpan? due, Fault fault, FaultOptions? options, Resolution resolution, Resolution? toward, CancellationToken token)
    {
        var isolation = options as FaultOptions.Isolation;
        recorder.Record(new FaultRequested(step, fault, NamesOf(resolution), toward is null ? resolution.Because : $"{resolution.Because}, toward {toward.Because}", faults.Method(fault))
        {
            At = recorder.Now,
            Due = due,
            From = isolation?.Each,
            Direction = isolation?.Direction,
        });
        await (fault.Returns() ? _rolling.ApplyAsync(step, fault, options as FaultOptions.Replacement, resolution.Nodes, token) : faults.ApplyAsync(step, fault, options, resolution.Nodes, toward?.Nodes, token));
    }
}
