namespace KafkaChaos.Histories;

/// <summary>What a client of a run is.</summary>
public enum ClientKind
{
    Producer,
    Consumer,
}

/// <summary>A client was made, with the settings that it was given.</summary>
/// <param name="Client">Its name: the producer or consumer of its operations.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Settings">By librdkafka's names; where the servers are is left out.</param>
public sealed record ClientStarted(string Client, ClientKind Kind, IReadOnlyDictionary<string, string> Settings) : HistoryEvent
{
    /// <summary>The consumer group that it joins; null for a producer, and where its partitions are assigned.</summary>
    public string? Group { get; init; }
}

/// <summary>Why a producer's client writes no more.</summary>
public enum ProducerFailure
{
    /// <summary>An error that the client cannot mend, as one of sequence numbers.</summary>
    Fatal,

    /// <summary>A newer client with its transactional id, or the coordinator's time-out, took its place.</summary>
    Fenced,

    /// <summary>Whether its transaction was committed was not answered within the transaction's own time-out; the harness gave it up.</summary>
    Unanswered,
}

/// <summary>A producer's client gave up for good: nothing that it is given is sent any more.</summary>
/// <param name="Producer">The producer session.</param>
/// <param name="Failure">Which way.</param>
/// <param name="Reason">The client's error.</param>
public sealed record ProducerFailed(string Producer, ProducerFailure Failure, string Reason) : HistoryEvent;

/// <summary>A consumer's client gave up for good: it reads nothing any more.</summary>
public sealed record ConsumerFailed(string Consumer, string Reason) : HistoryEvent;
