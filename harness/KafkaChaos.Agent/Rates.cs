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

    // By sandbox, the place of the filters of each class.
    private readonly Dictionary<string, Dictionary<ushort, int>> _places = [];

    /// <param name="number">Of the class.</param>
    /// <param name="rate">Whose, and toward whom.</param>
    /// <param name="bytesPerSecond">Most that goes out.</param>
    /// <param name="commands">Gets what was run.</param>
    /// <exception cref="InvalidOperationException">The kernel has no htb or no u32, or the class is there already; nothing is limited by it then.</exception>
    public void Set(ushort number, SandboxRate rate, long bytesPerSecond, List<string> commands)
    {
        var places = PlacesOf(rate.Sandbox);
        if (places.ContainsKey(number))
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
                .. places.Count == 0 ? [$"qdisc add {Interface} root handle 1: htb default 0"] : Array.Empty<string>(),
                $"class add {Interface} parent 1: classid {Name(number)} htb rate {bytesPerSecond * 8}bit burst {burst} cburst {burst} quantum {Quantum}",
                $"qdisc add {Interface} parent {Name(number)} bfifo limit {queue}",
                .. rate.Spared.Select(address => $"{filter} ip dst {address}/32 flowid {Free}"),
                .. rate.Toward is null ? [$"{filter} u32 0 0 flowid {Name(number)}"] : rate.Toward.Select(address => $"{filter} ip dst {address}/32 flowid {Name(number)}"),
            ]);
        }
        catch (InvalidOperationException)
        {
            Clear(rate.Sandbox, places.Count == 0, number, place, commands);
            throw;
        }

        places[number] = place;
    }

    /// <exception cref="InvalidOperationException">There is none of that number.</exception>
    public void Drop(ushort number, string sandbox, List<string> commands)
    {
        var places = PlacesOf(sandbox);
        if (!places.Remove(number, out var place))
        {
            throw new InvalidOperationException($"{sandbox} has no rate of the number {number}");
        }

        Run(sandbox, commands, Removal(places.Count == 0, number, place));
    }

    /// <returns>Packets that went out through the class.</returns>
    public long Count(ushort number, string sandbox, List<string> commands)
    {
        var said = Sent().Match(Enter(sandbox, commands, null, "-s", "class", "show", "dev", "eth0", "classid", Name(number)));
        return said.Success ? long.Parse(said.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"{sandbox} has no rate of the number {number}");
    }

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

    private Dictionary<ushort, int> PlacesOf(string sandbox)
    {
        lock (_places)
        {
            return _places.TryGetValue(sandbox, out var places) ? places : _places[sandbox] = [];
        }
    }

    private void Run(string sandbox, List<string> commands, string[] lines, params string[] options) => Enter(sandbox, commands, string.Join('\n', lines) + "\n", [.. options, "-batch", "-"]);

    private string Enter(string sandbox, List<string> commands, string? input, params string[] arguments) =>
        hierarchy.Machine.Run(commands, input, "nsenter", [$"--net=/proc/{hierarchy.HolderOf(sandbox)}/ns/net", "tc", .. arguments]);

    // In hexadecimal digits, as tc reads it.
    private static string Name(ushort number) => $"1:{number:x}";

    [GeneratedRegex(@"Sent [0-9]+ bytes ([0-9]+) pkt")]
    private static partial Regex Sent();
}
