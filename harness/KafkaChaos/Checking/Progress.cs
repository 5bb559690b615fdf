using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>How far a reader came in a partition, by the offsets that it was handed, and what it has of what stands there by the final read.</summary>
internal sealed class Progress(Reader reader, PartitionLog log)
{
    private readonly Sparse<bool> _offsets = new();

    public Reader Reader { get; } = reader;

    public PartitionLog Log { get; } = log;

    /// <summary>The lowest; beyond all where nothing was handed over.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>The highest; -1 where nothing was handed over.</summary>
    public long Last { get; private set; } = -1;

    /// <summary>When the reader first had the partition; null where that was not recorded.</summary>
    public TimeSpan? Assigned { get; private set; }

    public bool Has(long offset) => _offsets.Get(offset);

    public void Assign(TimeSpan at) => Assigned = Assigned < at ? Assigned : at;

    public void Add(ConsumedRecord record)
    {
        if (Log.IsFound(record))
        {
            _offsets.At(record.Offset) = true;
        }

        First = Math.Min(First, record.Offset);
        Last = Math.Max(Last, record.Offset);
    }
}
