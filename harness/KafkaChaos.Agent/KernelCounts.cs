using System.Globalization;

namespace KafkaChaos.Agents;

/// <summary>What the kernel itself says of the network of a sandbox, in <c>/proc</c>.</summary>
/// <param name="hierarchy">Where the sandboxes' groups are.</param>
internal sealed class KernelCounts(FreezerHierarchy hierarchy)
{
    // Of /proc/net/dev, behind the name.
    private const int BytesSent = 8;
    private const int FramesSent = 9;

    // Of nfnetlink_queue: the last id given; every packet that came to the queue got one.
    private const int LastId = 7;

    /// <returns>What its interface has sent; null where there is no such interface.</returns>
    public FramesSent? Sent(string sandbox, List<string> commands)
    {
        var line = Lines(sandbox, "dev", commands).Select(line => line.Split(':', 2)).FirstOrDefault(line => line.Length == 2 && line[0].Trim() == "eth0");
        return line is not null && Words(line[1]) is var words ? new(Number(words[FramesSent]), Number(words[BytesSent])) : null;
    }

    /// <returns>By number, how many packets came to each packet queue that a program holds.</returns>
    public IReadOnlyDictionary<ushort, long> Queued(string sandbox, List<string> commands) =>
        Lines(sandbox, "netfilter/nfnetlink_queue", commands).Select(Words).ToDictionary(words => ushort.Parse(words[0], CultureInfo.InvariantCulture), words => Number(words[LastId]));

    private string[] Lines(string sandbox, string file, List<string> commands) =>
        hierarchy.Machine.Read(commands, $"/proc/{hierarchy.HolderOf(sandbox)}/net/{file}")?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
