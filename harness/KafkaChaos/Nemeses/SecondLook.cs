using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Looks once more who holds a role when the fault on its holder has taken effect, and has the history say whether it had moved.</summary>
/// <param name="recorder">Gets what was seen.</param>
internal sealed class SecondLook(Recorder recorder)
{
    // What is answered later says nothing of the effect.
    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether what is seen after the effect of a fault says who held the role before: not where its nodes shut down, and give their roles away.</summary>
    public static bool Tells(Fault fault, Target target) =>
        target.IsLookedUp && fault is Fault.Kill or Fault.Pause or Fault.PowerOff or Fault.Isolate or Fault.Slow;

    /// <param name="step">Which, from 0.</param>
    /// <param name="went">The nodes that the fault went to.</param>
    /// <param name="look">Looks: the nodes that the target is now, and why. What it throws is an answer, too.</param>
    /// <param name="token">Ends the look.</param>
    public async Task TakeAsync(int step, IReadOnlyList<string> went, Func<CancellationToken, Task<(IReadOnlyList<string> Nodes, string Because)>> look, CancellationToken token)
    {
        bool? held;
        string seen;
        try
        {
            (var nodes, seen) = await look(token).WaitAsync(Patience, token);
            held = nodes.ToHashSet().SetEquals(went);
        }
        // Nobody holds it, or nobody answers: both are what the loss of its holder looks like.
        catch (Exception unknown) when (!token.IsCancellationRequested)
        {
            (held, seen) = (null, unknown.Message);
        }

        recorder.Record(new RoleChecked(step, held, seen) { At = recorder.Now });
    }
}
