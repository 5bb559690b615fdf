using System.Collections;

namespace KafkaChaos.Histories;

/// <summary>All that one run tried and saw, in the order in which it was recorded.</summary>
/// <remarks>Its records (sends, reads and what consumers were handed) are kept packed, in some 15 bytes for a record that was sent and read, and made anew for whoever goes through them.</remarks>
public sealed class History
{
    private readonly EventLog _log;
    private readonly Extent _extent;
    private readonly ILookup<Type, HistoryEvent> _others;

    public History(IEnumerable<HistoryEvent> events)
        : this(Logged(events))
    {
    }

    /// <summary>What a log holds now, whatever is added to it later.</summary>
    internal History(EventLog log)
    {
        (_log, _extent) = (log, log.Extent);
        _others = log.Others(_extent).ToLookup(other => other.One.GetType(), other => other.One);
    }

    public IReadOnlyCollection<HistoryEvent> Events => new InOrder(_log, _extent);

    /// <summary>The latest time of an event; zero where there is none.</summary>
    public TimeSpan Latest => _extent.Latest;

    /// <summary>The events of one kind, in order.</summary>
    public IEnumerable<T> Of<T>()
        where T : HistoryEvent =>
        typeof(T) == typeof(SendOperation) ? (IEnumerable<T>)Made(Sends, (fields, of) => fields.Send(of))
        : typeof(T) == typeof(ReadRecord) ? (IEnumerable<T>)Made(Reads, (fields, of) => fields.Read(of))
        : typeof(T) == typeof(ConsumedRecord) ? (IEnumerable<T>)Made(() => _log.Consumed(_extent), (fields, of) => fields.Consumed(of))
        : _others[typeof(T)].Cast<T>();

    /// <summary>What was sent, from the first record on, without an object for each.</summary>
    internal RecordStream.Reader Sends() => _log.Sends(_extent);

    /// <summary>What the final read found, from the first record on, without an object for each.</summary>
    internal RecordStream.Reader Reads() => _log.Reads(_extent);

    /// <summary>The events that are no records, with their places among all, from 0.</summary>
    internal IEnumerable<(int Place, HistoryEvent One)> Others => _log.Others(_extent);

    /// <summary>How many records consumers were handed.</summary>
    internal int HandedCount => _extent.Consumed;

    /// <summary>What consumers were handed and the events that are no records, in their common order.</summary>
    internal IEnumerable<HistoryEvent> HandedAndOthers => _log.ConsumedAndOthers(_extent);

    /// <summary>When a phase began; null where the run did not come so far.</summary>
    public TimeSpan? Began(Phase phase) => Of<PhaseBegan>().FirstOrDefault(one => one.Phase == phase)?.At;

    // A reader for each time that somebody goes through them.
    private static IEnumerable<T> Made<T>(Func<RecordStream.Reader> read, Func<RecordFields, RecordOrigin, T> make)
    {
        var records = read();
        while (records.Next(out var fields))
        {
            yield return make(fields, records.Origin);
        }
    }

    private static EventLog Logged(IEnumerable<HistoryEvent> events)
    {
        var log = new EventLog();
        foreach (var one in events)
        {
            log.Add(one);
        }

        return log;
    }

    private sealed class InOrder(EventLog log, Extent extent) : IReadOnlyCollection<HistoryEvent>
    {
        public int Count => extent.Events;

        public IEnumerator<HistoryEvent> GetEnumerator() => log.Events(extent).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
