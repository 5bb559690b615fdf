using System.Collections.Frozen;
using System.Globalization;

namespace KafkaChaos.Histories;

/// <summary>What can never be right in an event, whoever recorded it.</summary>
internal static class HistoryRules
{
    private static readonly FrozenSet<string> Numbers = FrozenSet.Create(
        "tickTime", "initLimit", "syncLimit", "minSessionTimeout", "maxSessionTimeout", "offsets.topic.num.partitions", "offsets.topic.replication.factor", "min.insync.replicas");

    // A day in milliseconds.
    private const int Day = 86_400_000;

    // Those that a bound is made of. Others, as log.retention.ms, may mean "never" by -1 or by the largest number that there is.
    private static readonly FrozenDictionary<string, (int Least, int Most)> Bounding = new Dictionary<string, (int Least, int Most)>
    {
        ["tickTime"] = (0, Day), ["initLimit"] = (0, 10_000), ["syncLimit"] = (0, 10_000),

        // -1 leaves it to the ticks.
        ["minSessionTimeout"] = (-1, Day), ["maxSessionTimeout"] = (-1, Day),
        ["zookeeper.session.timeout.ms"] = (0, Day), ["broker.session.timeout.ms"] = (0, Day), ["replica.lag.time.max.ms"] = (0, Day),
        ["controller.quorum.fetch.timeout.ms"] = (0, Day), ["controller.quorum.election.timeout.ms"] = (0, Day), ["controller.quorum.election.backoff.max.ms"] = (0, Day),
        ["controller.quorum.request.timeout.ms"] = (0, Day),
        ["offsets.topic.num.partitions"] = (0, Day), ["offsets.topic.replication.factor"] = (0, Day), ["min.insync.replicas"] = (0, Day),
        ["retry.backoff.max.ms"] = (0, Day), ["reconnect.backoff.max.ms"] = (0, Day), ["socket.timeout.ms"] = (0, Day), ["linger.ms"] = (0, Day),
    }.ToFrozenDictionary();

    /// <summary>What was seen and what was expected; null where nothing is wrong.</summary>
    /// <param name="first">It is the first line.</param>
    public static string? Broken(HistoryEvent one, bool first) => one switch
    {
        RunStarted when !first => "seen a second start of a run, expected one history a file",
        not RunStarted when first => "the first line is not the start of a run (type run-started)",

        // The wall clock may have been set back; then the harness's clock drift tells.
        _ when IsByWallClock(one) => null,
        { At: var at } when at < TimeSpan.Zero => Negative("at", at),
        ClusterDescribed described => OfSettings(described.ZooKeeper) ?? OfSettings(described.Kafka) ?? OfSettings(described.Producer),
        SendOperation send => OfSend(send),
        TransactionEnded ended => Negative("transaction", ended.Transaction) ?? Order(("invoked", ended.Invoked), ("at", ended.At)),
        ReadRecord read => OfRecord(read.Partition, read.Offset, read.Producer, read.Sequence),
        ConsumedRecord consumed => OfRecord(consumed.Partition, consumed.Offset, consumed.Producer, consumed.Sequence),
        AssignmentChanged changed => changed.Partitions.Select(one => Negative("partition", one.Partition)).FirstOrDefault(broken => broken is not null),
        ReadEnded end => OfEnd(end),
        QuorumWrite write => Negative("sequence", write.Sequence) ?? Order(("invoked", write.Invoked), ("at", write.At)),
        QuorumRead { Invoked: { } invoked } read => Order(("invoked", invoked), ("at", read.At)),
        SessionRead read => Order(("invoked", read.Invoked), ("at", read.At)),
        FaultApplied fault => Order(("sent", fault.Sent), ("seen", fault.Seen)),
        MemberRole role => Order(("since", role.Since), ("at", role.At)),
        BrokerRegistration registration => Order(("since", registration.Since), ("at", registration.At)),
        ControllerSeen controller => Order(("since", controller.Since), ("at", controller.At)),
        PartitionState state => Negative("partition", state.Partition) ?? Order(("since", state.Since), ("at", state.At)),
        MachinePressure pressure => Negative("cpu", pressure.Cpu) ?? Negative("io", pressure.Io),
        ReplicaLog log => Negative("partition", log.Partition) ?? Negative("start", log.Start ?? 0),
        ReplicaAssignment assignment => Negative("partition", assignment.Partition),
        _ => null,
    };

    /// <summary>What is wrong with an event's place behind the one at <paramref name="latest"/>; null where nothing is.</summary>
    public static string? OutOfOrder(HistoryEvent one, TimeSpan latest) =>
        one.At >= latest || IsByWallClock(one) ? null : $"seen at {Nanoseconds(one.At)} behind a line of {Nanoseconds(latest)}, expected lines in the order of their times";

    /// <summary>Whether its time is another program's, by the wall clock: it is recorded some time after it happened. All others stand in the order of their times.</summary>
    public static bool IsByWallClock(HistoryEvent one) => one is LogLine or NodeProcess;

    // Bounds of outages are derived from them, which must not come out negative or beyond what a time can hold.
    private static string? OfSettings(IReadOnlyDictionary<string, string> settings) => settings
        .Where(one => one.Key.EndsWith(".ms", StringComparison.Ordinal) || Numbers.Contains(one.Key))
        .Select(one => OfSetting(one.Key, one.Value))
        .FirstOrDefault(broken => broken is not null);

    private static string? OfSetting(string name, string value) =>
        !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? $"seen setting {name} \"{value}\", expected a number"
        : !Bounding.TryGetValue(name, out var range) || (number >= range.Least && number <= range.Most) ? null
        : $"seen setting {name} \"{value}\", expected a number from {range.Least} to {range.Most}";

    private static string? OfSend(SendOperation send) =>
        Negative("partition", send.Partition)
        ?? Negative("sequence", send.Sequence)
        ?? Negative("offset", send.Offset ?? 0)
        ?? Negative("transaction", send.Transaction ?? 0)
        ?? (send.Scheduled < TimeSpan.Zero ? Negative("scheduled", send.Scheduled) : null)
        ?? (send is { Offset: { } offset, Outcome: not Outcome.Ok } ? $"seen offset {offset} with an outcome that is not ok, expected no offset" : null)
        ?? Order(("scheduled", send.Scheduled), ("invoked", send.Invoked))
        ?? Order(("invoked", send.Invoked), ("at", send.At));

    private static string? OfRecord(int partition, long offset, string? producer, long? sequence) =>
        Negative("partition", partition)
        ?? Negative("offset", offset)
        ?? (producer is null == sequence is null ? null : $"seen {(producer is null ? "sequence without producer" : "producer without sequence")}, expected both or none");

    private static string? OfEnd(ReadEnded end) =>
        Negative("partition", end.Partition)
        ?? Negative("startOffset", end.StartOffset)
        ?? Negative("position", end.Position)
        ?? Negative("endAfter", end.EndAfter ?? 0)
        ?? (end.EndOffset < end.StartOffset ? $"seen endOffset {end.EndOffset} and startOffset {end.StartOffset}, expected the end at or after the start" : null)
        ?? Order(("began", end.Began), ("at", end.At));

    private static string? Negative(string name, long number) => number < 0 ? $"seen {name} {number}, expected 0 or more" : null;

    private static string? Negative(string name, TimeSpan time) => Negative(name, Nanoseconds(time));

    private static string? Order((string Name, TimeSpan Time) one, (string Name, TimeSpan Time) other) =>
        one.Time <= other.Time ? null : $"seen {one.Name} {Nanoseconds(one.Time)} and {other.Name} {Nanoseconds(other.Time)}, expected {one.Name} at or before {other.Name}";

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
