using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Where the distributions are that images are built from, as <c>offline/images/build</c> looks for them.</summary>
/// <param name="Folder">Holds a folder for each; null where none is known.</param>
internal sealed record Distributions(string? Folder)
{
    /// <param name="home">The project's folder; null where it is not at hand.</param>
    public static Distributions Of(string? home) => new(
        Environment.GetEnvironmentVariable("KAFKACHAOS_DIST") is { Length: > 0 } named ? named
            : home is null ? null
            : Path.GetFullPath(Path.Combine(home, "..", "shared", "dist")));

    public string Searched => Folder ?? "KAFKACHAOS_DIST, which is not set";

    /// <summary>The folder with the archives of a version; null where there is none.</summary>
    public string? Find(NodeKind kind, string version) =>
        Folder is not null && Path.Combine(Folder, FolderOf(kind, version)) is var path && Directory.Exists(path) ? path : null;

    public static string FolderOf(NodeKind kind, string version) => kind == NodeKind.Kafka ? $"kafka-{version}/libs" : $"zookeeper-{version}/lib";
}
