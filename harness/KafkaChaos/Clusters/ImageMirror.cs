using System.Text.RegularExpressions;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Where the official images are pulled from: the public registry, or a mirror that serves them under the same names.</summary>
/// <param name="Prefix">Stands before an official name, with its slash; empty for the public registry.</param>
internal sealed partial record ImageMirror(string Prefix)
{
    /// <summary>The same variable as Testcontainers'.</summary>
    public const string Variable = "TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX";

    public static ImageMirror Public { get; } = new("");

    /// <summary>Whether somebody named it, and so wants its images rather than those that were built.</summary>
    public bool Named => Prefix.Length > 0;

    /// <param name="text">Such as <c>registry.example.com:5000/hub</c>, with or without a slash at its end; null or empty for the public registry.</param>
    /// <exception cref="EnvironmentException">It cannot stand before an image's name.</exception>
    public static ImageMirror Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Public;
        }

        return Name().IsMatch(text) ? new(text.TrimEnd('/') + "/") : throw new EnvironmentException(
            "The mirror of the registry of images cannot be understood.",
            $"the environment variable {Variable}",
            $"\"{text}\"",
            "HOST[:PORT][/PATH] without a scheme, such as registry.example.com:5000/hub",
            $"correct {Variable}, or unset it to pull from the public registry");
    }

    public NodeImage Official(NodeKind kind, string version)
    {
        var image = NodeImage.Official(kind, version);
        return image with { Reference = Prefix + image.Reference };
    }

    [GeneratedRegex(@"^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9]+([._-]+[a-zA-Z0-9]+)*)(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*/?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
