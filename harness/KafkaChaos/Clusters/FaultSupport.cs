using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Why a step cannot be done on this machine.</summary>
/// <param name="Step">Which, from 0.</param>
/// <param name="Missing">What is not here, with its kernel module where it has one.</param>
/// <param name="Remedy">What brings it.</param>
/// <param name="Certain">False where this machine does not show whether it is here.</param>
public sealed record FaultObstacle(int Step, string Missing, string Remedy, bool Certain);

/// <summary>Which steps this machine's kernel or engine cannot do, told before any run.</summary>
public static class FaultSupport
{
    /// <summary>Asks kernel and engine. Changes nothing and needs no root.</summary>
    /// <returns>A function from steps to all that keeps them from being done; empty where nothing does.</returns>
    /// <exception cref="EnvironmentException">There is no engine that a run could use.</exception>
    public static async Task<Func<IReadOnlyList<Step>, IReadOnlyList<FaultObstacle>>> LookAsync(CancellationToken token)
    {
        using var engine = await DockerEngine.ConnectAsync(token);
        var kernel = Kernel.Read();
        var limits = EngineFacts.Of(engine).Where(fact => fact.State != FactState.Good).ToList();
        return steps => Of(steps, kernel, limits);
    }

    /// <summary>Refuses a run with a step that this machine certainly cannot do, before anything is made.</summary>
    /// <exception cref="EnvironmentException">Names every obstacle at once.</exception>
    internal static void Require(IReadOnlyList<Step> steps, DockerEngine engine) =>
        Require(steps, Kernel.Read(), [.. EngineFacts.Of(engine).Where(fact => fact.State != FactState.Good)]);

    /// <param name="steps">Of a scenario.</param>
    /// <param name="kernel">The engine's.</param>
    /// <param name="limits">What the engine says of itself that is not good.</param>
    internal static void Require(IReadOnlyList<Step> steps, Kernel kernel, IReadOnlyList<MachineFact> limits)
    {
        var obstacles = Of(steps, kernel, limits).Where(one => one.Certain).ToList();
        if (obstacles.Count > 0)
        {
            throw new EnvironmentException(
                "This machine cannot do what the scenario asks for.",
                string.Join(", ", obstacles.Select(one => $"step {one.Step + 1} ({steps[one.Step].Fault})").Distinct()),
                string.Join("; ", obstacles.Select(one => one.Missing).Distinct()),
                "a machine that can do every step",
                string.Join("; ", obstacles.Select(one => one.Remedy).Distinct()));
        }
    }

    /// <param name="steps">Of a scenario.</param>
    /// <param name="kernel">The engine's.</param>
    /// <param name="limits">What the engine says of itself that is not good.</param>
    internal static IReadOnlyList<FaultObstacle> Of(IReadOnlyList<Step> steps, Kernel kernel, IReadOnlyList<MachineFact> limits) =>
        [.. steps.SelectMany((step, index) => OfKernel(step, index, kernel).Concat(OfEngine(step, index, limits)))];

    private static IEnumerable<FaultObstacle> OfKernel(Step step, int index, Kernel kernel) =>
        from feature in FaultNeeds.Of(step)
        let support = kernel.Of(feature)
        where support is KernelSupport.Absent or KernelSupport.Unknown
        select new FaultObstacle(index, Missing(feature, support), Remedy(feature, support), support == KernelSupport.Absent);

    private static IEnumerable<FaultObstacle> OfEngine(Step step, int index, IReadOnlyList<MachineFact> limits) =>
        limits.Where(limit => FaultNeeds.Of(limit, step.Fault)).Select(limit => new FaultObstacle(index, $"{limit.Subject}: {limit.Seen}; needed: {limit.Needed}", limit.Remedy!, Certain: true));

    private static string Missing(KernelFeature feature, KernelSupport support)
    {
        var what = feature.Modules.Length == 0 ? feature.Subject : $"{feature.Subject}, kernel module {feature.Modules}";
        return support == KernelSupport.Absent ? $"this kernel has no {what}" : $"cannot be seen whether this kernel has {what}";
    }

    private static string Remedy(KernelFeature feature, KernelSupport support) =>
        feature == KernelFeature.Freezer ? "mount the control groups (version 2, or version 1 with freezer)" : feature.Remedy(support);
}
