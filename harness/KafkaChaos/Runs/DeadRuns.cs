using KafkaChaos.Clusters;

namespace KafkaChaos.Runs;

/// <summary>Removes what runs left whose programs died.</summary>
public static class DeadRuns
{
    /// <summary>Leaves living runs alone, those that a user keeps, and those of which nobody can tell from here.</summary>
    /// <returns>What could not be removed; empty where nothing remains.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(DockerEngine engine, Action<string> say, CancellationToken token)
    {
        var cleaner = new Cleaner(engine);
        var left = new List<string>();
        foreach (var trace in await cleaner.FindAsync(token))
        {
            if (!trace.Alive && !trace.Elsewhere && !trace.Kept)
            {
                left.AddRange(await RemoveAsync(cleaner, trace, say, token));
            }
        }

        return left;
    }

    /// <summary>Removes one run, kept or dead.</summary>
    /// <returns>What could not be removed; empty where nothing remains.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(Cleaner cleaner, RunTrace trace, Action<string> say, CancellationToken token)
    {
        say($"removing {trace.Items.Count} things of run {trace.Run}, whose program is gone");
        var left = await cleaner.RemoveAsync(trace.Run, ownerDied: true, token);
        RunLock.Forget(trace.Lock);
        return left;
    }
}
