namespace KafkaChaos.Offline;

internal static class Refusal
{
    /// <summary>What to throw where the real package could do what this stand-in cannot.</summary>
    public static NotSupportedException Of(string what, string package) => new(
        $"{what}: not supported. This is KafkaChaos's stand-in for the package {package}, in use because the package registry did not serve the real one. "
        + $"To have it, restore from a registry that serves {package} (offline/packages/README.md lists what each stand-in leaves out).");
}
