using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Which faults a node can have, by the state that it is in.</summary>
internal static class Preconditions
{
    /// <param name="fault">What is due.</param>
    /// <param name="running">Whether its process runs, frozen or not.</param>
    /// <param name="paused">Whether it is frozen by an earlier step.</param>
    /// <param name="agent">Whether there is an agent.</param>
    /// <returns>Why the fault cannot bite; null where it can.</returns>
    public static string? Objection(Fault fault, bool running, bool paused, bool agent) => fault switch
    {
        Fault.Kill when !running => "its process does not run, so it cannot be killed",
        Fault.Kill when paused && !agent => "it is paused, and without the agent a paused process cannot be killed",
        Fault.Stop when !running => "its process does not run, so it cannot be stopped",
        Fault.Stop when paused => "it is paused, and a frozen process cannot shut down: resume it first, or kill it",
        Fault.Pause when !running => "its process does not run, so it cannot be paused",
        Fault.Pause when paused => "it is paused already",
        Fault.Resume when !paused => "it is not paused",
        Fault.Start when paused => "it is paused, so its process runs: resume it",
        Fault.Start when running => "its process runs already",
        _ => null,
    };
}
