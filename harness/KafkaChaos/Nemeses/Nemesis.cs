using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Carries out a scenario's steps in time, and undoes at the end what is still done.</summary>
public sealed class Nemesis(TargetResolver targets, SupervisedStart starter, Recorder recorder, TimeProvider time)
{
    /// <summary>Index of the undo at the end of a run, which is no step of the scenario.</summary>
    public const int Undo = -1;

    private readonly KillFault _kill = new(recorder);
    private readonly HashSet<ClusterNode> _down = [];

    /// <summary>Carries out the steps, each after its time from the completion of the one before.</summary>
    /// <exception cref="FaultException">A step could not be carried out.</exception>
    public async Task RunAsync(IReadOnlyList<Step> steps, CancellationToken token)
    {
        for (var index = 0; index < steps.Count; index++)
        {
            var step = steps[index];
            await Task.Delay(step.After, time, token);
            var resolution = await targets.ResolveAsync(step.Target, token);
            if (step.Name is { } name)
            {
                targets.Remember(name, resolution);
            }

            await ApplyAsync(index, step.Fault, resolution, token);
        }
    }

    /// <summary>Starts every node that is still down.</summary>
    /// <exception cref="EnvironmentException">One does not serve again.</exception>
    public async Task UndoAsync(CancellationToken token)
    {
        if (_down.Count > 0)
        {
            await ApplyAsync(Undo, Fault.Start, new([.. _down], "still down after the last step"), token);
        }
    }

    private async Task ApplyAsync(int step, Fault fault, Resolution resolution, CancellationToken token)
    {
        recorder.Record(new FaultRequested(step, fault, [.. resolution.Nodes.Select(node => node.Name)], resolution.Because, fault == Fault.Kill ? KillFault.Method : "supervised start") { At = recorder.Now });
        if (fault == Fault.Kill)
        {
            _down.UnionWith(resolution.Nodes);
            await _kill.ApplyAsync(step, resolution.Nodes, token);
        }
        else
        {
            await starter.ApplyAsync(step, resolution.Nodes, token);
            _down.ExceptWith(resolution.Nodes);
        }
    }
}
