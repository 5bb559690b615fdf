using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Has the history say why a fault was not done, or was not seen to bite.</summary>
/// <param name="recorder">Gets it.</param>
internal sealed class FailureRecord(Recorder recorder)
{
    /// <summary>Does a fault, or a part of one; what fails is thrown on, what the engine said as an <see cref="EnvironmentException"/>.</summary>
    /// <param name="step">Of which step it is.</param>
    /// <param name="fault">What is done.</param>
    /// <param name="nodes">To whom. A failure is recorded for those of which nothing is known yet.</param>
    /// <param name="act">Does it.</param>
    public async Task RecordingAsync(int step, Fault fault, IReadOnlyList<string> nodes, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception failed) when (Reason(failed) is not null)
        {
            var history = recorder.Snapshot();
            var known = history.Of<FaultApplied>().Where(one => one.Step == step && one.Fault == fault).Select(one => one.Node)
                .Concat(history.Of<FaultFailed>().Where(one => one.Step == step && one.Fault == fault).Select(one => one.Node))
                .ToHashSet();
            foreach (var node in nodes.Where(node => !known.Contains(node)))
            {
                recorder.Record(new FaultFailed(step, fault, node, Reason(failed)!) { At = recorder.Now, ExitCode = failed is NotServingException ended && ended.Node == node ? ended.ExitCode : null });
            }

            throw EngineFailure.Is(failed) ? EngineFailure.Wrap(failed) : failed;
        }
    }

    // Null of what is none of a fault's business: a run that was cancelled, a mistake of this program.
    private static string? Reason(Exception failed) => failed switch
    {
        EnvironmentException environment => $"{environment.What} {environment.Seen}",
        FaultException or WaitException => failed.Message,
        _ when EngineFailure.Is(failed) => Reason(EngineFailure.Wrap(failed)),
        _ => null,
    };
}
