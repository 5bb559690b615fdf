namespace KafkaChaos.Clusters;

/// <summary>A command that must have run once on a node's disk before its process starts.</summary>
/// <param name="Mark">The file that it leaves, in the container: where that is there, it does not run.</param>
/// <param name="Command">In exec form.</param>
internal sealed record Preparation(string Mark, IReadOnlyList<string> Command)
{
    /// <summary>For a shell that ends with the first command that fails.</summary>
    /// <remarks>What the command made is brought to the disk: a loss of power is to find a node whose disk was made long ago.</remarks>
    public string Script =>
        $"[ -s {NodeConfiguration.Quoted(Mark)} ] || {{ {string.Join(' ', Command.Select(NodeConfiguration.Quoted))}; sync -f {NodeConfiguration.Quoted(Path.GetDirectoryName(Mark)!)}; }}; ";
}
