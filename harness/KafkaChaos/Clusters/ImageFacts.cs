using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Which images and distributions of a topology's software are at hand.</summary>
internal static class ImageFacts
{
    /// <param name="topology">Its versions are looked for.</param>
    /// <param name="home">The project's folder; null where the tool was not started from one.</param>
    /// <param name="engine">Null where none answers.</param>
    /// <param name="token">Ends the look.</param>
    public static async Task<IReadOnlyList<MachineFact>> LookAsync(Topology topology, string? home, DockerEngine? engine, CancellationToken token)
    {
        var facts = new List<MachineFact>();
        foreach (var release in topology.Releases)
        {
            facts.Add(await LookAsync(release.Kind, release.Version, topology.FlavourOf(release.Kind), home, engine, token));
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
                $"a run tries to pull it. Without a registry of images set KAFKACHAOS_DIST to a folder with {Folder(kind, version)}"),
        };
    }

    private static async Task<MachineFact> LookAsync(NodeKind kind, string version, ImageFlavour flavour, string? home, DockerEngine? engine, CancellationToken token)
    {
        var image = engine is null ? null : await new ImageSource(engine, home, _ => { }).FindAsync(kind, version, flavour, token);
        var searched = Environment.GetEnvironmentVariable("KAFKACHAOS_DIST") is { Length: > 0 } named ? named
            : home is null ? null
            : Path.GetFullPath(Path.Combine(home, "..", "shared", "dist"));
        var distribution = searched is null ? null : Path.Combine(searched, Folder(kind, version));
        return Of(kind, version, image?.Reference, Directory.Exists(distribution) ? distribution : null, searched ?? "KAFKACHAOS_DIST, which is not set");
    }

    private static string Folder(NodeKind kind, string version) => kind == NodeKind.Kafka ? $"kafka-{version}/libs" : $"zookeeper-{version}/lib";
}
