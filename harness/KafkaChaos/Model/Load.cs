using System.Collections.Immutable;

namespace KafkaChaos.Model;

/// <summary>How many in-sync replicas acknowledge a record.</summary>
public enum Acks
{
    None,
    Leader,
    All,
}

/// <summary>Which partition a record goes to.</summary>
public enum Keys
{
    /// <summary>No keys: records go to the partitions in turn, to each explicitly.</summary>
    PerPartition,

    /// <summary>Keyed, so that the producer's partitioner chooses.</summary>
    Hashed,
}

/// <summary>What a producer writes while faults happen.</summary>
/// <param name="Rate">Records a second over all partitions, on an open-loop schedule; infinite for as fast as possible.</param>
/// <param name="Acks">The producer's <c>acks</c>.</param>
/// <param name="Idempotence">The producer's <c>enable.idempotence</c>; needs <see cref="Acks.All"/>.</param>
/// <param name="RecordBytes">Size of a record's value in bytes; at least 32.</param>
public sealed record ProducerLoad(double Rate, Acks Acks, bool Idempotence, int RecordBytes)
{
    /// <summary>The <c>transaction.timeout.ms</c> of one that writes transactions and has no such setting.</summary>
    public const int UsualTransactionTimeout = 60_000;

    /// <summary>Unique among the load's clients.</summary>
    public string Name { get; init; } = "producer";

    /// <summary>The topics that it writes to; empty for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public Keys Keys { get; init; }

    /// <summary>Records in each transaction; 0 where it writes none.</summary>
    public int TransactionRecords { get; init; }

    /// <summary>Settings of the client over the harness's own, by librdkafka's names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether it writes to that topic.</summary>
    public bool Writes(string topic) => Topics.Count == 0 || Topics.Contains(topic);

    /// <summary>Between two of its records that are due on one partition, where they go to all in turn; zero where it writes as fast as possible.</summary>
    public TimeSpan IntervalOn(Topology topology) => TimeSpan.FromSeconds(topology.Topics.Where(topic => Writes(topic.Name)).Sum(topic => topic.Partitions) / Rate);
}

/// <summary>What reads while faults happen.</summary>
/// <param name="Name">Unique among the load's clients.</param>
/// <param name="Topics">The topics that it reads; empty for all.</param>
/// <param name="Group">The consumer group; null where partitions are assigned.</param>
/// <param name="Members">How many consumers; at least 1.</param>
/// <param name="Committed">Whether it reads only what was committed.</param>
public sealed record ConsumerLoad(string Name, IReadOnlyList<string> Topics, string? Group, int Members, bool Committed)
{
    /// <summary>Settings of the client over the harness's own, by librdkafka's names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether it reads that topic.</summary>
    public bool Reads(string topic) => Topics.Count == 0 || Topics.Contains(topic);
}

/// <summary>The clients of a run.</summary>
/// <param name="Producers">At least one where there is a broker.</param>
/// <param name="Consumers">May be empty.</param>
/// <param name="ProbeRate">Writes a second of the quorum probe; null for the harness's own rate.</param>
public sealed record Load(IReadOnlyList<ProducerLoad> Producers, IReadOnlyList<ConsumerLoad> Consumers, double? ProbeRate = null)
{
    /// <summary>One producer and nothing else.</summary>
    public Load(ProducerLoad producer)
        : this([producer], [])
    {
    }

    /// <summary>Records a second of all producers.</summary>
    public double Rate => Producers.Sum(producer => producer.Rate);

    /// <summary>The weakest of all producers.</summary>
    public Acks Acks => Producers.Min(producer => producer.Acks);

    /// <summary>The strictest of all producers.</summary>
    public Acks StrictestAcks => Producers.Max(producer => producer.Acks);

    /// <summary>Whether any producer is idempotent.</summary>
    public bool AnyIdempotence => Producers.Any(producer => producer.Idempotence);

    /// <summary>Whether a producer session is idempotent; one that no producer of this load has a name for is taken for each of them.</summary>
    /// <param name="session">A producer's name, with a number after a dot where its client is not the first.</param>
    public bool IsIdempotent(string session) => Of(session)?.Idempotence ?? Producers.All(producer => producer.Idempotence);

    /// <summary>Whether records of a producer session are promised to be on every in-sync replica, which those of some other producer are not.</summary>
    /// <param name="session">As above.</param>
    public bool IsPromisedMore(string session) => Acks != StrictestAcks && (Of(session)?.Acks ?? Acks) == Acks.All;

    /// <summary>Whether a session is that producer's; of a load with one producer every session is.</summary>
    /// <param name="producer">Of this load.</param>
    /// <param name="session">As above.</param>
    public bool IsOf(ProducerLoad producer, string session) => Producers.Count == 1 || NameOf(session) == producer.Name;

    /// <summary>Whether a client is one of that consumer's members; of a load with one consumer every client that reads is.</summary>
    public bool IsOf(ConsumerLoad consumer, string client) => Consumers.Count == 1 || NameOf(client) == consumer.Name;

    private ProducerLoad? Of(string session)
    {
        var name = NameOf(session);
        return Producers.FirstOrDefault(producer => producer.Name == name);
    }

    /// <summary>A client's name is its load's, with a number after a dot where there are several.</summary>
    private static string NameOf(string client) => client.Split('.')[0];

    /// <summary>Whether any producer asks for acknowledgements of what it writes to that topic.</summary>
    public bool Acknowledges(string topic) => Producers.Any(producer => producer.Acks != Acks.None && producer.Writes(topic));

    /// <summary>The longest time between two acknowledgements that are due to one producer on one partition, of a transaction's records at its commit; zero where none is.</summary>
    public TimeSpan IntervalOn(Topology topology) => Producers
        .Where(producer => producer.Acks != Acks.None)
        .Select(producer => producer.IntervalOn(topology) + TimeSpan.FromSeconds(producer.TransactionRecords / producer.Rate))
        .DefaultIfEmpty()
        .Max();
}
