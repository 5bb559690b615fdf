using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>One producer of the load, with those that took its place, in one partition.</summary>
/// <param name="Partition">To which it wrote.</param>
/// <param name="Load">Which producer.</param>
/// <param name="Sessions">Its sessions that sent something there; at least one.</param>
/// <param name="Alone">Nobody else wrote there.</param>
internal sealed record PartitionWriter(PartitionName Partition, ProducerLoad Load, IReadOnlyList<ProducerSession> Sessions, bool Alone)
{
    /// <summary>In figures and in words: the partition, and whose where several write to it.</summary>
    public string Name => Alone ? Partition.ToString() : $"{Partition} of {Load.Name}";

    public TimeSpan LastScheduled => Sessions.Max(session => session.LastScheduled);

    public TimeSpan LastInvoked => Sessions.Max(session => session.LastInvoked);

    public TimeSpan LastOutcome => Sessions.Max(session => session.LastOutcome);

    /// <summary>When what it wrote was acknowledged, of transactions when they were committed; ascending.</summary>
    public List<TimeSpan> Acknowledged(TimeSpan from, TimeSpan to) =>
        Sessions.Count == 1 ? MomentsOf(Sessions[0]).Between(from, to) : [.. Sessions.SelectMany(session => MomentsOf(session).Between(from, to)).Order()];

    /// <summary>What the lines of what was acknowledged at a moment are about.</summary>
    public IEnumerable<Mark> MarksOf(TimeSpan at) => Sessions.Select(session => session.Transacts ? Mark.Commit(session.Producer, at) : Mark.Acknowledgement(Partition.Topic, Partition.Partition, session.Producer, at));

    private static Moments MomentsOf(ProducerSession session) => session.Transacts ? session.Commits : session.Acknowledgements;

    /// <summary>The producers that asked for acknowledgements and sent something there; empty where nobody did.</summary>
    public static IReadOnlyList<PartitionWriter> Of(PartitionName partition, Load load, Ledger ledger)
    {
        var sessions = ledger.Log(partition)?.Sessions ?? [];
        var writers = load.Producers
            .Where(producer => producer.Acks != Acks.None && producer.Writes(partition.Topic))
            .Select(producer => (Load: producer, Sessions: sessions.Where(session => load.IsOf(producer, session.Producer)).ToList()))
            .Where(one => one.Sessions.Count > 0)
            .ToList();
        return [.. writers.Select(one => new PartitionWriter(partition, one.Load, one.Sessions, writers.Count == 1))];
    }
}
