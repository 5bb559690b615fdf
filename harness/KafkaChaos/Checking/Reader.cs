using System.Runtime.CompilerServices;
using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Who must be handed every record once: a consumer group as a whole, or a consumer whose partitions are assigned.</summary>
/// <param name="Name">Of the group, or of the consumer.</param>
/// <param name="Committed">It reads committed records only. One whose settings were not recorded is not held to that.</param>
/// <param name="FromStart">It began at the beginning of each log. One whose settings were not recorded may have begun anywhere.</param>
internal sealed record Reader(string Name, bool Committed, bool FromStart)
{
    private static readonly ConditionalWeakTable<History, IReadOnlyDictionary<string, Reader>> Known = [];

    /// <summary>By consumer.</summary>
    public static IReadOnlyDictionary<string, Reader> All(History history) => Known.GetValue(history, Find);

    private static Dictionary<string, Reader> Find(History history)
    {
        var clients = history.Of<ClientStarted>().Where(client => client.Kind == ClientKind.Consumer).GroupBy(client => client.Client).ToDictionary(group => group.Key, group => group.Last());
        return history.Of<ConsumedRecord>().Select(one => one.Consumer)
            .Concat(history.Of<AssignmentChanged>().Select(one => one.Consumer))
            .Distinct()
            .ToDictionary(name => name, name => clients.TryGetValue(name, out var client)
                ? new Reader(client.Group ?? name, Is(client, "isolation.level", "read_committed"), Is(client, "auto.offset.reset", "earliest"))
                : new Reader(name, Committed: false, FromStart: false));
    }

    private static bool Is(ClientStarted client, string setting, string value) => client.Settings.GetValueOrDefault(setting)?.Equals(value, StringComparison.OrdinalIgnoreCase) ?? false;
}
