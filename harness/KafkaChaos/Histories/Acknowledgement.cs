namespace KafkaChaos.Histories;

/// <summary>What those who follow a run are told of a record that was acknowledged: of hundreds of thousands a second, not more than they need.</summary>
/// <param name="Producer">The producer session that sent it.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Transaction">See <see cref="SendOperation.Transaction"/>.</param>
/// <param name="At">When its delivery report came, on the run's clock.</param>
internal readonly record struct Acknowledgement(string Producer, string Topic, int Partition, long? Transaction, TimeSpan At);
