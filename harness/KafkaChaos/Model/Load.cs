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
    /// <summary>Unique among the load's clients.</summary>
    public string Name { get; init; } = "producer";

    /// <summary>The topics that it writes to; empty for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public Keys Keys { get; init; }

    /// <summary>Records in each transaction; 0 where it writes none.</summary>
    public int TransactionRecords { get; init; }

    /// <summary>Settings of the client over the harness's own, by librdkafka's names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;
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

    /// <summary>Whether every producer is idempotent.</summary>
    public bool Idempotence => Producers.All(producer => producer.Idempotence);
}
