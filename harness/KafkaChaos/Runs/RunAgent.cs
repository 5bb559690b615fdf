using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Runs;

/// <summary>Starts a run's agent, where its scenario needs one.</summary>
internal static class RunAgent
{
    private const int Attempts = 2;

    /// <summary>Refuses a run that was to do without the agent, and cannot.</summary>
    /// <exception cref="EnvironmentException">A step needs it.</exception>
    public static void Require(Scenario scenario, RunOptions options)
    {
        var needing = scenario.Steps.Select(step => step.Fault).Where(fault => (AgentRightsOf.Faults([fault]) & ~AgentRights.Processes) != 0).Distinct().ToList();
        if (!options.Agent && needing.Count > 0)
        {
            throw new EnvironmentException(
                "The scenario needs the agent.", scenario.Name, "--no-agent", $"an agent for {string.Join(", ", needing)}: no ordinary container may do that", "leave --no-agent out, or these steps");
        }
    }

    /// <returns>Null where no step needs it; and, where the engine can do the steps too, where it was not wanted or cannot be had: the user is then told, and the history.</returns>
    /// <exception cref="EnvironmentException">A step needs it, and it cannot be had.</exception>
    public static async Task<Agent?> StartAsync(Scenario scenario, RunSetup setup, RunOptions options, Action<string> say, CancellationToken token)
    {
        var rights = AgentRightsOf.Faults(scenario.Steps.Select(step => step.Fault));
        if (rights == AgentRights.None || (!options.Agent && rights == AgentRights.Processes))
        {
            return null;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Agent.StartAsync(setup.Engine, options.Home, setup.Run, setup.Held, rights, token);
            }
            catch (EnvironmentException missing) when (attempt < Attempts || rights == AgentRights.Processes)
            {
                var why = $"{missing.What} {missing.Seen}";
                setup.Recorder.Record(new AgentMissing(why) { At = setup.Recorder.Now });
                if (attempt < Attempts)
                {
                    say($"the agent is started once more: {why}");
                    continue;
                }

                say($"no agent, so kills and pauses go through parallel Docker API calls and not at one instant: {why}");
                return null;
            }
        }
    }
}
