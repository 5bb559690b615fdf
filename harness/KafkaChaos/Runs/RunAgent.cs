using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Runs;

/// <summary>Starts a run's agent, where its scenario needs one.</summary>
internal static class RunAgent
{
    /// <returns>Null where no step needs it, where it was not wanted, and where it cannot be had; in the last case the user is told.</returns>
    public static async Task<Agent?> StartAsync(Scenario scenario, RunSetup setup, RunOptions options, Action<string> say, CancellationToken token)
    {
        if (!options.Agent || !scenario.Steps.Any(step => step.Fault is Fault.Kill or Fault.Pause))
        {
            return null;
        }

        try
        {
            return await Agent.StartAsync(setup.Engine, options.Home, setup.Run, setup.Held, token);
        }
        catch (EnvironmentException missing)
        {
            say($"no agent, so kills and pauses go through parallel Docker API calls and not at one instant: {missing.What} {missing.Seen}");
            return null;
        }
    }
}
