using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Which images and distributions of what a scenario's nodes ever run are at hand.</summary>
internal static class ImageFacts
{
    /// <param name="scenario">Its versions are looked for: those at the launch, and those that a step puts in their place.</param>
    /// <param name="home">The project's folder; null where the tool was not started from one.</param>
    /// <param name="engine">Null where none answers.</param>
    /// <param name="token">Ends the look.</param>
    public static async Task<IReadOnlyList<MachineFact>> LookAsync(Scenario scenario, string? home, DockerEngine? engine, CancellationToken token)
    {
        var facts = new List<MachineFact>();
        foreach (var release in scenario.Releases)
        {
            facts.Add(await LookAsync(release.Kind, release.Version, scenario.Topology.FlavourOf(release.Kind), home, engine, token));
        }

        return facts;
    }

    /// <param name="kind">Of which nodes.</param>
    /// <param name="version">As the topology asks for it.</param>
    /// <param name="image">The image's name; null where none is at hand.</param>
    /// <param name="distribution">The distribution's folder; null where none is found.</param>
    /// <param name="searched">Where a distribution was looked for.</param>
    public static MachineFact Of(NodeKind kind, string version, string? image, string? distribution, string searched)
    {
        var subject = $"{kind} {version}";
        const string needed = "its image, or a way to it: a registry of images, or a distribution";
        return (image, distribution) switch
        {
            ({ } name, _) => new(subject, FactState.Good, $"image {name}", needed, null),
            (null, { } folder) => new(subject, FactState.Good, $"no image yet; the distribution to build it from is in {folder}", needed, null),
            _ => new(subject, FactState.Limited, $"no image, and no distribution in {searched}", needed,
                $"a run tries to pull it. Without a registry of images set KAFKACHAOS_DIST to a folder with {Distributions.FolderOf(kind, version)}"),
        };
    }

    private static async Task<MachineFact> LookAsync(NodeKind kind, string version, ImageFlavour flavour, string? home, DockerEngine? engine, CancellationToken token)
    {
        var image = engine is null ? null : await new ImageSource(engine, home, _ => { }).FindAsync(kind, version, flavour, token);
        var distributions = Distributions.Of(home);
        return Of(kind, version, image?.Reference, distributions.Find(kind, version), distributions.Searched);
    }
}
