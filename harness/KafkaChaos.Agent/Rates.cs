using System.Globalization;

namespace KafkaChaos.Agents;

/// <summary>Limits of what nodes send, by the kernel's token bucket (tc-tbf(8)) on the sandbox's interface.</summary>
/// <param name="hierarchy">Where the sandboxes' groups are.</param>
internal sealed class Rates(FreezerHierarchy hierarchy)
{
    private const string Interface = "eth0";

    // A whole frame at least, and what goes out in 10 ms, the kernel's longest tick.
    private const long LeastBurst = 16_384;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(400);

    /// <exception cref="InvalidOperationException">The kernel has no tbf, or the interface has a limit already.</exception>
    public void Set(string sandbox, long bytesPerSecond, List<string> commands)
    {
        var burst = Math.Max(LeastBurst, bytesPerSecond / 100);
        Run(sandbox, commands, "qdisc", "add", "dev", Interface, "root", "tbf", "rate", Text(bytesPerSecond * 8) + "bit", "burst", Text(burst), "latency", Text((long)LongestWait.TotalMilliseconds) + "ms");
    }

    public void Drop(string sandbox, List<string> commands) => Run(sandbox, commands, "qdisc", "del", "dev", Interface, "root");

    private void Run(string sandbox, List<string> commands, params string[] arguments)
    {
        var process = hierarchy.HolderOf(sandbox);
        hierarchy.Machine.Run(commands, null, "nsenter", [$"--net=/proc/{process}/ns/net", "tc", .. arguments]);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
