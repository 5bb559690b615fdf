using Confluent.Kafka;
using KafkaChaos.Histories;

namespace KafkaChaos.Workloads;

/// <summary>What a client's word on a record comes to: the table of outcomes in docs/checkers.md.</summary>
internal static class SendOutcome
{
    /// <summary>By its delivery report. The error beside it says why, and decides nothing: a time-out may come before or after the record was sent, and only the client knows which.</summary>
    /// <param name="status">The client's word.</param>
    /// <param name="acks">What it asks the brokers for: where it asks for nothing, its word that a record is persisted only means that it was sent.</param>
    public static Outcome Of(PersistenceStatus status, Model.Acks acks) => status switch
    {
        PersistenceStatus.Persisted when acks != Model.Acks.None => Outcome.Ok,
        PersistenceStatus.NotPersisted => Outcome.Failed,
        _ => Outcome.Unknown,
    };

    /// <summary>By the client's refusal to take it; null where it is not refused but to be tried again, for a full queue.</summary>
    public static Outcome? OfRefusal(ErrorCode error) => error == ErrorCode.Local_QueueFull ? null : Outcome.Failed;

    /// <summary>By an error after which the client can never write again.</summary>
    public static ProducerFailure OfFatal(ErrorCode error) =>
        error is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch ? ProducerFailure.Fenced : ProducerFailure.Fatal;
}
