using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Which packages of this program are substitutes of <c>offline/packages</c>.</summary>
internal static class PackageFacts
{
    private const string Needed = "the real packages, or the substitutes of offline/packages";

    /// <param name="used">What this program was built with.</param>
    /// <param name="feed">The files of the feed of substitutes; empty where there is none.</param>
    public static MachineFact Of(IReadOnlyList<UsedPackage> used, IReadOnlyList<string> feed)
    {
        var substitutes = used.Where(package => package.IsSubstitute).Select(package => $"{package.Id} {package.Version}").Order(StringComparer.Ordinal).ToList();
        if (used.Count == 0)
        {
            return new("packages", FactState.Limited, $"which are in use cannot be seen: this program carries no list of them; {Feed(feed)}", Needed, "build from a checkout with ./kafkachaos");
        }

        return substitutes.Count == 0
            ? new("packages", FactState.Good, $"{used.Count} in use, every one from its registry; {Feed(feed)}", Needed, null)
            : new(
                "packages",
                FactState.Limited,
                $"{used.Count} in use, {substitutes.Count} of them substitutes: {string.Join(", ", substitutes)}; {Feed(feed)}",
                Needed,
                "nothing is needed for a run: the README.md of each in offline/packages says what it does not support. Where the registry serves the real ones, remove .kafkachaos/feed and start again");
    }

    public static IReadOnlyList<string> FeedOf(string? home)
    {
        var folder = home is null ? null : Path.Combine(home, ".kafkachaos", "feed");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.nupkg").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] : [];
    }

    private static string Feed(IReadOnlyList<string> feed) => feed.Count == 0
        ? "no feed of substitutes"
        : $"{feed.Count} substitute{(feed.Count == 1 ? "" : "s")} in the feed .kafkachaos/feed";
}
