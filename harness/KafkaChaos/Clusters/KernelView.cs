using System.IO.Compression;

namespace KafkaChaos.Clusters;

/// <summary>Whether the running kernel can do something.</summary>
internal enum KernelSupport
{
    /// <summary>Nothing that this user can read says so.</summary>
    Unknown,
    Absent,

    /// <summary>A module that is loaded when it is asked for.</summary>
    Loadable,
    Present,
}

/// <summary>What can be read of the running kernel without root. Each part is null where it cannot be read.</summary>
/// <param name="Configuration">As in <c>/proc/config.gz</c>, decompressed, or <c>/boot/config-RELEASE</c>.</param>
/// <param name="BuiltIn">As in <c>modules.builtin</c>.</param>
/// <param name="Modules">As in <c>modules.dep</c>.</param>
/// <param name="Loaded">As in <c>/proc/modules</c>.</param>
internal sealed record KernelView(string? Configuration, string? BuiltIn, string? Modules, string? Loaded)
{
    public static KernelView Read()
    {
        var release = Text("/proc/sys/kernel/osrelease")?.Trim() ?? "";
        return new(
            Unzipped("/proc/config.gz") ?? Text($"/boot/config-{release}") ?? Text($"/lib/modules/{release}/config"),
            Text($"/lib/modules/{release}/modules.builtin"),
            Text($"/lib/modules/{release}/modules.dep"),
            Text("/proc/modules"));
    }

    /// <param name="option">Without its prefix, such as <c>NET_SCH_NETEM</c>.</param>
    /// <param name="module">Such as <c>sch_netem</c>.</param>
    public KernelSupport Of(string option, string module)
    {
        if (Loaded is not null && Loaded.Split('\n').Any(line => line.StartsWith($"{module} ", StringComparison.Ordinal)))
        {
            return KernelSupport.Present;
        }

        var file = $"/{module}.ko";
        return Setting(option) switch
        {
            "y" => KernelSupport.Present,
            // The kernel was made with it as a module; whether its file is on this machine is another question.
            "m" when Modules is null => KernelSupport.Unknown,
            "m" => Modules.Contains(file, StringComparison.Ordinal) ? KernelSupport.Loadable : KernelSupport.Absent,
            null when Configuration is not null => KernelSupport.Absent,
            _ when BuiltIn is not null && BuiltIn.Contains(file, StringComparison.Ordinal) => KernelSupport.Present,
            _ when Modules is not null && Modules.Contains(file, StringComparison.Ordinal) => KernelSupport.Loadable,
            _ => BuiltIn is not null && Modules is not null ? KernelSupport.Absent : KernelSupport.Unknown,
        };
    }

    private string? Setting(string option)
    {
        var key = $"CONFIG_{option}=";
        return Configuration?.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim();
    }

    private static string? Unzipped(string path)
    {
        try
        {
            using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            return text.ReadToEnd();
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
