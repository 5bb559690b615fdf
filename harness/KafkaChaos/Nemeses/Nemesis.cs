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
/// <param name="recorder">Gets what is done.</param>
/// <param name="time">For the times between steps.</param>
public sealed class Nemesis(TargetResolver targets, Func<Condition, CancellationToken, Task<Look>> conditions, Faults faults, Func<TimeSpan> patience, Recorder recorder, TimeProvider time)
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
                : Task.Delay(step.After, time, token));
            var due = step.When is null ? begun + step.After : recorder.Now;
            var resolution = await targets.ResolveAsync(index, step.Target, token);
            if (step.Name is { } name)
            {
                targets.Remember(name, resolution);
            }

            await ApplyAsync(index, due, step.Fault, step.Options, resolution, token);
        }
    }

    /// <summary>Undoes every state that a node is still in.</summary>
    /// <exception cref="EnvironmentException">One does not serve again.</exception>
    public async Task UndoAsync(CancellationToken token)
    {
        foreach (var (fault, state) in Undoings)
        {
            if (faults.States.In(state) is { Count: > 0 } names)
            {
                await ApplyAsync(Undo, null, fault, null, targets.Still(names, fault), token);
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

    private async Task ApplyAsync(int step, TimeSpan? due, Fault fault, FaultOptions? options, Resolution resolution, CancellationToken token)
    {
        var isolation = options as FaultOptions.Isolation;
        var toward = options is FaultOptions.Slowness { Toward: { } other } ? await targets.ResolveAsync(step, other, token) : null;
        recorder.Record(new FaultRequested(step, fault, [.. resolution.Nodes.Select(node => node.Name)], toward is null ? resolution.Because : $"{resolution.Because}, toward {toward.Because}", faults.Method(fault))
        {
            At = recorder.Now,
            Due = due,
            From = isolation?.Each,
            Direction = isolation?.Direction,
        });
        await (fault.Returns() ? _rolling.ApplyAsync(step, fault, options as FaultOptions.Replacement, resolution.Nodes, token) : faults.ApplyAsync(step, fault, options, resolution.Nodes, toward?.Nodes, token));
    }
}
