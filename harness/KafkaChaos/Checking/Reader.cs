using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Who must be handed every record once: a consumer group as a whole, or a consumer whose partitions are assigned.</summary>
/// <param name="Name">Of the group, or of the consumer.</param>
/// <param name="Committed">It reads committed records only. One whose settings were not recorded is not held to that.</param>
/// <param name="FromStart">It began at the beginning of each log. One whose settings were not recorded may have begun anywhere.</param>
internal sealed record Reader(string Name, bool Committed, bool FromStart)
{
    /// <param name="consumer">A member of a group, or a consumer by itself.</param>
    /// <param name="client">What was recorded of its client; null where nothing was.</param>
    public static Reader Of(string consumer, ClientStarted? client) => client is null
        ? new Reader(consumer, Committed: false, FromStart: false)
        : new Reader(client.Group ?? consumer, Is(client, "isolation.level", "read_committed"), Is(client, "auto.offset.reset", "earliest"));

    private static bool Is(ClientStarted client, string setting, string value) => client.Settings.GetValueOrDefault(setting)?.Equals(value, StringComparison.OrdinalIgnoreCase) ?? false;
}
