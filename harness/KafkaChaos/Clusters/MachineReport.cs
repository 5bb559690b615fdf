using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What this machine can do for a scenario.</summary>
public static class MachineReport
{
    // Two cores run three members and three brokers beside the clients (tried); on one, elections are late for want of it.
    private const int EnoughCores = 2;

    /// <summary>Looks at engine, room, kernel, packages and images. Changes nothing, pulls nothing, and needs no root.</summary>
    /// <param name="scenario">Whose need is compared.</param>
    /// <param name="home">The project's folder; null where the tool was not started from one.</param>
    /// <param name="runs">The folder of run folders; need not exist.</param>
    /// <param name="token">Ends the look.</param>
    /// <returns>In the order in which a person should read them. What cannot be found is a fact too.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static async Task<IReadOnlyList<MachineFact>> InspectAsync(Scenario scenario, string? home, string runs, CancellationToken token)
    {
        var (connected, problem) = await EngineFacts.ConnectAsync(token);
        using var engine = connected;
        var limits = engine is null ? [] : EngineFacts.Of(engine).Where(fact => fact.State != FactState.Good).ToList();
        var kernel = Kernel.Read();
        var agent = engine is null ? null : await AgentFacts.LookAsync(home, engine, token);
        return
        [
            .. engine is null ? [problem!] : EngineFacts.Of(engine),
            Cores(Environment.ProcessorCount),
            .. RoomFacts.Look(ResourceNeed.Of(scenario.Topology), engine?.Info.DockerRootDir, runs),
            .. await ImageFacts.LookAsync(scenario, home, engine, token),
            .. agent is null ? [] : new[] { agent },
            PackageFacts.Of(PackageList.Read(), PackageFacts.FeedOf(home)),
            .. KernelFacts.Of(kernel),
            .. engine is null ? [] : FaultFacts.Of(kernel, agent is { State: not FactState.Good } ? [.. limits, agent] : limits),
        ];
    }

    /// <summary>Whether a run can start on such a machine.</summary>
    public static bool CanRun(IEnumerable<MachineFact> facts) => facts.All(fact => fact.State != FactState.Missing);

    internal static MachineFact Cores(int cores) => cores >= EnoughCores
        ? new("cores", FactState.Good, $"{cores}", $"{EnoughCores}", null)
        : new("cores", FactState.Limited, $"{cores}", $"{EnoughCores}", "use a machine with more: on one core the harness itself stalls at times, and such a run is inconclusive");
}
