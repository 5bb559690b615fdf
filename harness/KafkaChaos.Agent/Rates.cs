using System.Globalization;
using System.Text.RegularExpressions;

namespace KafkaChaos.Agents;

/// <summary>Limits of what nodes send: classes (tc-htb(8)) on the sandbox's interface, and filters by destination (tc-u32(8)) that send packets into them. What no filter knows is not limited.</summary>
/// <param name="hierarchy">Where the sandboxes' groups are.</param>
internal sealed partial class Rates(FreezerHierarchy hierarchy)
{
    private const string Interface = "dev eth0";

    // The class that is none: what goes there is not limited.
    private const string Free = "1:0";

    // A whole frame at least, and what goes out in 10 ms, the kernel's longest tick.
    private const long LeastBurst = 16_384;

    // A segment as large as the kernel makes them: where it had no place, it could never be sent.
    private const long LeastQueue = 65_536;

    // The kernel would derive its own from the rate, and complain of it; it is of classes that borrow from each other, which these do not.
    private const int Quantum = 60_000;

    // Filters are asked in the order of their places: those toward some before those toward everybody.
    private const int PlaceOfEverybody = 0x4000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(400);

    // By sandbox, the place of the filters of each class, and how many bytes may wait in it.
    private readonly Dictionary<string, Dictionary<ushort, (int Place, long Queue)>> _classes = [];

    /// <param name="number">Of the class.</param>
    /// <param name="rate">Whose, and toward whom.</param>
    /// <param name="bytesPerSecond">Most that goes out.</param>
    /// <param name="commands">Gets what was run.</param>
    /// <exception cref="InvalidOperationException">The kernel has no htb or no u32, or the class is there already; nothing is limited by it then.</exception>
    public void Set(ushort number, SandboxRate rate, long bytesPerSecond, List<string> commands)
    {
        var classes = ClassesOf(rate.Sandbox);
        if (classes.ContainsKey(number))
        {
            throw new InvalidOperationException($"{rate.Sandbox} has a rate of the number {number} already");
        }

        var place = rate.Toward is null ? PlaceOfEverybody + number : number;
        var burst = Math.Max(LeastBurst, bytesPerSecond / 100);
        var queue = Math.Max(LeastQueue, (long)(bytesPerSecond * LongestWait.TotalSeconds)) + burst;
        var filter = $"filter add {Interface} parent 1: protocol ip pref {place} u32 match";
        try
        {
            Run(rate.Sandbox, commands,
            [
                .. classes.Count == 0 ? [$"qdisc add {Interface} root handle 1: htb default 0"] : Array.Empty<string>(),
                $"class add {Interface} parent 1: classid {Name(number)} htb rate {bytesPerSecond * 8}bit burst {burst} cburst {burst} quantum {Quantum}",
                Queue(number, queue),
                .. rate.Spared.Select(address => $"{filter} ip dst {address}/32 flowid {Free}"),
                .. rate.Toward is null ? [$"{filter} u32 0 0 flowid {Name(number)}"] : rate.Toward.Select(address => $"{filter} ip dst {address}/32 flowid {Name(number)}"),
            ]);
        }
        catch (InvalidOperationException)
        {
            Clear(rate.Sandbox, classes.Count == 0, number, place, commands);
            throw;
        }

        classes[number] = (place, queue);
    }

    /// <exception cref="InvalidOperationException">There is none of that number.</exception>
    public void Drop(ushort number, string sandbox, List<string> commands)
    {
        var classes = ClassesOf(sandbox);
        if (!classes.Remove(number, out var one))
        {
            throw new InvalidOperationException($"{sandbox} has no rate of the number {number}");
        }

        Run(sandbox, commands, Removal(classes.Count == 0, number, one.Place));
    }

    /// <summary>Throws away what waits, of every class; the rates themselves stay, and what they have counted.</summary>
    public void Empty(string sandbox, List<string> commands)
    {
        if (_classes.TryGetValue(sandbox, out var classes) && classes.Count > 0)
        {
            // A queue is emptied by its end: a new one takes its place.
            Run(sandbox, commands, [.. classes.SelectMany(one => new[] { $"qdisc del {Interface} parent {Name(one.Key)}", Queue(one.Key, one.Value.Queue) })]);
        }
    }

    /// <returns>Packets that went out through the class.</returns>
    public long Count(ushort number, string sandbox, List<string> commands)
    {
        var said = Sent().Match(Enter(sandbox, commands, null, "-s", "class", "show", "dev", "eth0", "classid", Name(number)));
        return said.Success ? long.Parse(said.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"{sandbox} has no rate of the number {number}");
    }

    /// <returns>The queues of classes that stand in a sandbox, and what they hang from; the kernel is asked where there ever were any.</returns>
    public IEnumerable<string> Remains(string sandbox, List<string> commands) => !_classes.ContainsKey(sandbox) ? [] : Enter(sandbox, commands, null, "qdisc", "show", "dev", "eth0").Split('\n')
        .Where(line => line.StartsWith("qdisc htb ", StringComparison.Ordinal) || line.StartsWith("qdisc bfifo ", StringComparison.Ordinal));

    // Without a class nothing of it stays on the interface.
    private static string[] Removal(bool last, ushort number, int place) => last
        ? [$"qdisc del {Interface} root"]
        : [$"filter del {Interface} parent 1: pref {place}", $"class del {Interface} classid {Name(number)}"];

    private void Clear(string sandbox, bool last, ushort number, int place, List<string> commands)
    {
        try
        {
            Run(sandbox, commands, Removal(last, number, place), "-force");
        }
        // What was not made cannot be removed; why it was not is told already.
        catch (InvalidOperationException)
        {
        }
    }

    private Dictionary<ushort, (int Place, long Queue)> ClassesOf(string sandbox)
    {
        lock (_classes)
        {
            return _classes.TryGetValue(sandbox, out var classes) ? classes : _classes[sandbox] = [];
        }
    }

    private static string Queue(ushort number, long bytes) => $"qdisc add {Interface} parent {Name(number)} bfifo limit {bytes}";

    private void Run(string sandbox, List<string> commands, string[] lines, params string[] options) => Enter(sandbox, commands, string.Join('\n', lines) + "\n", [.. options, "-batch", "-"]);

    private string Enter(string sandbox, List<string> commands, string? input, params string[] arguments) =>
        hierarchy.Machine.Run(commands, input, "nsenter", [$"--net=/proc/{hierarchy.HolderOf(sandbox)}/ns/net", "tc", .. arguments]);

    // In hexadecimal digits, as tc reads it.
    private static string Name(ushort number) => $"1:{number:x}";

    [GeneratedRegex(@"Sent [0-9]+ bytes ([0-9]+) pkt")]
    private static partial Regex Sent();
}
