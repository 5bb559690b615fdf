using System.Globalization;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Carries out a scenario's steps in time, and undoes at the end what is still done.</summary>
/// <param name="targets">Finds where a step goes.</param>
/// <param name="conditions">Looks once at what a step waits for.</param>
/// <param name="faults">Do them.</param>
/// <param name="recorder">Gets what is done.</param>
/// <param name="time">For the times between steps.</param>
public sealed class Nemesis(TargetResolver targets, Func<Condition, CancellationToken, Task<Look>> conditions, ProcessFaults faults, Recorder recorder, TimeProvider time)
{
    /// <summary>Index of the undo at the end of a run, which is no step of the scenario.</summary>
    public const int Undo = -1;

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
            await (step.When is { } awaited
                ? Wait.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"{Words(awaited.Condition)}, before step {index + 1}"), awaited.Within, cancelled => conditions(awaited.Condition, cancelled), token)
                : Task.Delay(step.After, time, token));
            var resolution = await targets.ResolveAsync(index, step.Target, token);
            if (step.Name is { } name)
            {
                targets.Remember(name, resolution);
            }

            await ApplyAsync(index, step.Fault, resolution, token);
        }
    }

    /// <summary>Resumes every node that is still paused, then starts every node that is still down.</summary>
    /// <exception cref="EnvironmentException">One does not serve again.</exception>
    public async Task UndoAsync(CancellationToken token)
    {
        if (faults.Paused.Count > 0)
        {
            await ApplyAsync(Undo, Fault.Resume, new([.. faults.Paused], "still paused after the last step"), token);
        }

        if (faults.Down.Count > 0)
        {
            await ApplyAsync(Undo, Fault.Start, new([.. faults.Down], "still down after the last step"), token);
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

    private async Task ApplyAsync(int step, Fault fault, Resolution resolution, CancellationToken token)
    {
        recorder.Record(new FaultRequested(step, fault, [.. resolution.Nodes.Select(node => node.Name)], resolution.Because, faults.Method(fault)) { At = recorder.Now });
        await faults.ApplyAsync(step, fault, resolution.Nodes, token);
    }
}
