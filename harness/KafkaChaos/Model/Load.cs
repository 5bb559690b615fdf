namespace KafkaChaos.Model;

/// <summary>How many in-sync replicas acknowledge a record.</summary>
public enum Acks
{
    None,
    Leader,
    All,
}

/// <summary>What the producer writes while faults happen.</summary>
/// <param name="Rate">Records a second over all partitions, on an open-loop schedule.</param>
/// <param name="Acks">The producer's <c>acks</c>.</param>
/// <param name="Idempotence">The producer's <c>enable.idempotence</c>; needs <see cref="Acks.All"/>.</param>
/// <param name="RecordBytes">Size of a record's value in bytes; at least 32.</param>
public sealed record Load(double Rate, Acks Acks, bool Idempotence, int RecordBytes);
