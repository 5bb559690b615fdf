namespace KafkaChaos.Checking;

/// <summary>A transaction, and what was sent in it.</summary>
internal sealed class Transaction(string producer, long number, TransactionFate fate)
{
    private readonly List<Run> _runs = [];

    public string Producer { get; } = producer;

    public long Number { get; } = number;

    public TransactionFate Fate { get; } = fate;

    public long Records { get; private set; }

    /// <summary>Partition by partition, as their outcomes were recorded.</summary>
    public IEnumerable<(PartitionLog Log, ProducerSession Session, SentRecord Record)> Sent =>
        from run in _runs
        from place in Enumerable.Range(0, run.Count)
        select (run.Log, run.Session, run.Session.Of(run.First + place)!.Value);

    public void Add(PartitionLog log, ProducerSession session, long sequence)
    {
        Records++;
        var last = _runs.FindLastIndex(run => run.Session == session);
        if (last >= 0 && _runs[last].First + _runs[last].Count == sequence)
        {
            _runs[last] = _runs[last] with { Count = _runs[last].Count + 1 };
        }
        else
        {
            _runs.Add(new Run(log, session, sequence, 1));
        }
    }

    // Records of one partition that follow each other.
    private readonly record struct Run(PartitionLog Log, ProducerSession Session, long First, int Count);
}
