using System.Text.Json;

namespace KafkaChaos.Clusters;

/// <summary>A package that this program was built with.</summary>
internal sealed record UsedPackage(string Id, string Version)
{
    // offline/packages/pack gives what it packs a fourth part above that of any real version.
    private const int LowestSubstitute = 1000;

    public bool IsSubstitute => System.Version.TryParse(Version, out var parts) && parts.Revision >= LowestSubstitute;
}

/// <summary>The packages that this program was built with, as its own list of dependencies says.</summary>
internal static class PackageList
{
    /// <summary>Empty where the program carries no list.</summary>
    public static IReadOnlyList<UsedPackage> Read()
    {
        var files = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';') ?? [];
        return files.FirstOrDefault(file => file.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal) && File.Exists(file)) is { } own
            ? Of(File.ReadAllText(own))
            : [];
    }

    /// <param name="json">As in a <c>.deps.json</c>.</param>
    public static IReadOnlyList<UsedPackage> Of(string json)
    {
        using var list = JsonDocument.Parse(json);
        return !list.RootElement.TryGetProperty("libraries", out var libraries) ? [] :
        [
            .. libraries.EnumerateObject()
                .Where(library => library.Value.TryGetProperty("type", out var type) && type.GetString() == "package")
                .Select(library => library.Name.Split('/'))
                .Where(parts => parts.Length == 2)
                .Select(parts => new UsedPackage(parts[0], parts[1])),
        ];
    }
}
