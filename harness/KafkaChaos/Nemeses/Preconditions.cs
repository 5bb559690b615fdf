using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Which faults a node can have, by the state that it is in.</summary>
internal static class Preconditions
{
    /// <param name="fault">What is due.</param>
    /// <param name="running">Whether its process runs, frozen or not.</param>
    /// <param name="state">What earlier steps have left it in.</param>
    /// <param name="agent">Whether there is an agent.</param>
    /// <returns>Why the fault cannot bite; null where it can.</returns>
    public static string? Objection(Fault fault, bool running, NodeState state, bool agent)
    {
        var (paused, off) = (state.HasFlag(NodeState.Paused), state.HasFlag(NodeState.Off));
        // All of them begin with a stop.
        return (fault.Returns() ? Fault.Stop : fault) switch
        {
            Fault.Kill when !running => "its process does not run, so it cannot be killed",
            Fault.Kill when paused && !agent => "it is paused, and without the agent a paused process cannot be killed",
            Fault.Stop when !running => "its process does not run, so it cannot be stopped",
            Fault.Stop when paused => "it is paused, and a frozen process cannot shut down: resume it first, or kill it",
            Fault.Pause when !running => "its process does not run, so it cannot be paused",
            Fault.Pause when paused => "it is paused already",
            Fault.Resume when !paused => "it is not paused",
            Fault.PowerOff when off => "it is off already",
            Fault.PowerOn when !off => "it is not off",
            Fault.Start when paused => "it is paused, so its process runs: resume it",
            Fault.Start when off => "it is off: power it on",
            Fault.Start when running => "its process runs already",
            Fault.Heal when (state & (NodeState.Isolated | NodeState.Slow)) == 0 => "it is neither isolated nor slow",
            Fault.FillDisk when state.HasFlag(NodeState.Full) => "its disk is full already",
            Fault.FillDisk when !running => "its process does not run, so that a full disk would not show",
            Fault.FillDisk or Fault.Empty when paused => "it is paused, so that nothing of its disk would show: resume it first",
            Fault.Empty when off => "it is off: power it on first",
            Fault.Empty when !state.HasFlag(NodeState.Full) => "its disk was not filled",
            _ => null,
        };
    }
}
