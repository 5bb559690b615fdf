using System.Globalization;

namespace KafkaChaos.Agents;

/// <summary>iptables rules in the network namespaces of sandboxes, in chains of their own; they end with the namespace.</summary>
/// <param name="hierarchy">Where the sandboxes' groups are.</param>
internal sealed class PacketRules(FreezerHierarchy hierarchy)
{
    // Either speaks to its own part of the kernel; one of them may not be there.
    private static readonly string[] Programs = ["iptables-nft", "iptables-legacy"];

    private const string Prefix = "kc-";

    private readonly Dictionary<string, HashSet<string>> _names = [];
    private string? _program;

    /// <summary>Whether rules of that name are in the sandbox.</summary>
    public bool Has(string sandbox, string name) => _names.TryGetValue(sandbox, out var names) && names.Contains(name);

    /// <param name="name">Of its chains.</param>
    /// <param name="rules">In order.</param>
    /// <param name="last">See <see cref="AgentRequest.SetRules"/>.</param>
    /// <param name="commands">Gets what was run.</param>
    /// <exception cref="InvalidOperationException">iptables refused them, or is not there; none of them is then in the sandbox.</exception>
    public void Set(string name, SandboxRules rules, bool last, List<string> commands)
    {
        var (incoming, outgoing) = (Incoming(name), Outgoing(name));
        string[] lines =
        [
            "*filter",
            $":{incoming} - [0:0]",
            $":{outgoing} - [0:0]",
            .. rules.Incoming.Select(rule => $"-A {incoming} {rule}"),
            .. rules.Outgoing.Select(rule => $"-A {outgoing} {rule}"),
            $"{(last ? "-A" : "-I")} INPUT -j {incoming}",
            $"{(last ? "-A" : "-I")} OUTPUT -j {outgoing}",
            "COMMIT",
        ];
        Run(rules.Sandbox, string.Join('\n', lines) + "\n", commands, "-restore", "-w", "--noflush");
        lock (_names)
        {
            if (!_names.TryGetValue(rules.Sandbox, out var names))
            {
                _names[rules.Sandbox] = names = [];
            }

            names.Add(name);
        }
    }

    public void Drop(string name, string sandbox, List<string> commands)
    {
        if (!Has(sandbox, name))
        {
            throw new InvalidOperationException($"{sandbox} has no rules of the name {name}");
        }

        var (incoming, outgoing) = (Incoming(name), Outgoing(name));
        string[] lines = ["*filter", $"-D INPUT -j {incoming}", $"-D OUTPUT -j {outgoing}", $"-F {incoming}", $"-F {outgoing}", $"-X {incoming}", $"-X {outgoing}", "COMMIT"];
        Run(sandbox, string.Join('\n', lines) + "\n", commands, "-restore", "-w", "--noflush");
        lock (_names)
        {
            _names[sandbox].Remove(name);
        }
    }

    /// <returns>Packets that a rule of that name dropped, and those that one sent into a packet queue.</returns>
    public (long Dropped, long Queued) Count(string name, string sandbox, List<string> commands)
    {
        var met = new[] { Incoming(name), Outgoing(name) }
            .SelectMany(chain => Run(sandbox, null, commands, "", "-w", "-nvxL", chain).Split('\n').Skip(2))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 2)
            .ToLookup(words => words[2], words => long.Parse(words[0], CultureInfo.InvariantCulture));
        return (met["DROP"].Sum(), met["NFQUEUE"].Sum());
    }

    /// <returns>What stands in a sandbox of chains of any name but one, and leads into them; the kernel is asked where there ever were any.</returns>
    public IEnumerable<string> Remains(string sandbox, string but, List<string> commands) => !_names.ContainsKey(sandbox) ? [] : Run(sandbox, null, commands, "", "-w", "-S").Split('\n')
        .Where(line => line.Contains(Prefix, StringComparison.Ordinal) && !line.Contains(Incoming(but), StringComparison.Ordinal) && !line.Contains(Outgoing(but), StringComparison.Ordinal));

    private static string Incoming(string name) => $"{Prefix}{name}-in";

    private static string Outgoing(string name) => $"{Prefix}{name}-out";

    private string Run(string sandbox, string? input, List<string> commands, string ending, params string[] arguments)
    {
        var process = hierarchy.HolderOf(sandbox);
        return hierarchy.Machine.Run(commands, input, "nsenter", [$"--net=/proc/{process}/ns/net", Program(process, commands) + ending, .. arguments]);
    }

    // The first that this kernel answers, looked for once.
    private string Program(int process, List<string> commands)
    {
        lock (_names)
        {
            return _program ??= Find(process, commands);
        }
    }

    private string Find(int process, List<string> commands)
    {
        var refusals = new List<string>();
        foreach (var program in Programs)
        {
            try
            {
                hierarchy.Machine.Run(commands, null, "nsenter", $"--net=/proc/{process}/ns/net", program, "-w", "-nL");
                return program;
            }
            catch (InvalidOperationException refused)
            {
                refusals.Add(refused.Message);
            }
        }

        throw new InvalidOperationException($"no iptables that this kernel answers: {string.Join("; ", refusals)}");
    }
}
