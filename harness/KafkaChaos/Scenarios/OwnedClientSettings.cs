namespace KafkaChaos.Scenarios;

/// <summary>Settings of clients that the harness must own, with the reason; as <see cref="OwnedSettings"/>.</summary>
internal static class OwnedClientSettings
{
    private const string Address = "the harness knows where its brokers are";
    private const string Identity = "the history tells clients apart by it";
    private const string Judged = "the verdict depends on it";
    private const string Key = "the scenario has a key of its own for it";

    internal static IReadOnlyDictionary<string, string> Producer { get; } = new Dictionary<string, string>(Shared())
    {
        ["acks"] = Key,
        ["delivery.report.only.error"] = Judged,
        ["dr_cb"] = Judged,
        ["dr_msg_cb"] = Judged,
        ["enable.gapless.guarantee"] = Judged,
        ["enable.idempotence"] = Key,
        ["partitioner"] = Key,
        ["partitioner_cb"] = Key,
        ["produce.offset.report"] = Judged,
        ["request.required.acks"] = Key,
        ["transactional.id"] = Identity,
    };

    internal static IReadOnlyDictionary<string, string> Consumer { get; } = new Dictionary<string, string>(Shared())
    {
        ["auto.offset.reset"] = Judged,
        ["consume_cb"] = Judged,
        ["enable.auto.commit"] = Judged,
        ["enable.auto.offset.store"] = Judged,
        ["enable.partition.eof"] = Judged,
        ["group.id"] = Key,
        ["group.instance.id"] = Identity,
        ["isolation.level"] = Key,
        ["offset_commit_cb"] = Judged,
        ["rebalance_cb"] = Judged,
    };

    private static Dictionary<string, string> Shared() => new()
    {
        ["bootstrap.servers"] = Address,
        ["client.id"] = Identity,
        ["metadata.broker.list"] = Address,
        ["sasl."] = Address,
        ["security.protocol"] = Address,
        ["ssl."] = Address,
    };
}
