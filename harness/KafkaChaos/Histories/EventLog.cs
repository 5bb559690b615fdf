namespace KafkaChaos.Histories;

/// <summary>Which of the kinds of an <see cref="EventLog"/> an event is.</summary>
internal enum EventKind : byte
{
    Send,
    Read,
    Consumed,

    /// <summary>All else, of which there are few: kept as it is.</summary>
    Other,
}

/// <summary>What a log held at a moment. It grows on, and this stays.</summary>
internal record struct Extent
{
    public int Events;

    /// <summary>Of these, as what follows.</summary>
    public int Sends;
    public int Reads;
    public int Consumed;
    public int Others;

    /// <summary>The latest time of one; zero where there is none.</summary>
    public TimeSpan Latest;
}

/// <summary>Events in the order in which they were recorded: records packed, all else as objects.</summary>
/// <remarks>One thread adds at a time. Others may read meanwhile what is within an <see cref="Extent"/> that they have.</remarks>
internal sealed class EventLog
{
    private const int PageBits = 12;
    private const int PageSize = 1 << PageBits;

    private readonly RecordStream _sends = new(isSend: true);
    private readonly RecordStream _reads = new(isSend: false);
    private readonly RecordStream _consumed = new(isSend: false);

    // Grown by being replaced: whoever reads an older one finds in it all that was there when it learned of it.
    private EventKind[][] _kinds = [];
    private HistoryEvent[][] _others = [];

    public Extent Extent { get; private set; }

    /// <returns>Of a record, the number of its origin: those of its kind are counted as they come.</returns>
    public int Add(HistoryEvent one)
    {
        var (number, kind, extent) = (0, EventKind.Other, Extent);
        switch (one)
        {
            case SendOperation send:
                return Add(RecordOrigin.Of(send), RecordFields.Of(send));
            case ReadRecord read:
                number = _reads.Add(new RecordOrigin(null, read.Producer, read.Topic, read.Partition), RecordFields.Of(read));
                (kind, extent.Reads) = (EventKind.Read, extent.Reads + 1);
                break;
            case ConsumedRecord handed:
                number = _consumed.Add(new RecordOrigin(handed.Consumer, handed.Producer, handed.Topic, handed.Partition), RecordFields.Of(handed));
                (kind, extent.Consumed) = (EventKind.Consumed, extent.Consumed + 1);
                break;
            default:
                Put(ref _others, extent.Others, one);
                extent.Others++;
                break;
        }

        End(ref extent, kind, one.At);
        return number;
    }

    /// <summary>Adds a send.</summary>
    /// <returns>The number of its origin.</returns>
    public int Add(in RecordOrigin of, in RecordFields send)
    {
        var (number, extent) = (_sends.Add(of, send), Extent);
        extent.Sends++;
        End(ref extent, EventKind.Send, send.At);
        return number;
    }

    /// <summary>All events; records are made anew.</summary>
    public IEnumerable<HistoryEvent> Events(Extent extent)
    {
        var (sends, reads, consumed, others) = (Sends(extent), Reads(extent), Consumed(extent), 0);
        for (var place = 0; place < extent.Events; place++)
        {
            yield return At(_kinds, place) switch
            {
                EventKind.Send => sends.Next().Send(sends.Origin),
                EventKind.Read => reads.Next().Read(reads.Origin),
                EventKind.Consumed => consumed.Next().Consumed(consumed.Origin),
                _ => At(_others, others++),
            };
        }
    }

    public RecordStream.Reader Sends(Extent extent) => new(_sends, extent.Sends);

    public RecordStream.Reader Reads(Extent extent) => new(_reads, extent.Reads);

    public RecordStream.Reader Consumed(Extent extent) => new(_consumed, extent.Consumed);

    /// <summary>What consumers were handed and all that are no records, in their common order.</summary>
    public IEnumerable<HistoryEvent> ConsumedAndOthers(Extent extent)
    {
        var (reader, others) = (Consumed(extent), 0);
        for (var place = 0; place < extent.Events; place++)
        {
            switch (At(_kinds, place))
            {
                case EventKind.Consumed:
                    yield return reader.Next().Consumed(reader.Origin);
                    break;
                case EventKind.Other:
                    yield return At(_others, others++);
                    break;
            }
        }
    }

    /// <summary>All that are no records, with their places among all events.</summary>
    public IEnumerable<(int Place, HistoryEvent One)> Others(Extent extent)
    {
        var found = 0;
        for (var place = 0; found < extent.Others; place++)
        {
            if (At(_kinds, place) == EventKind.Other)
            {
                yield return (place, At(_others, found++));
            }
        }
    }

    private void End(ref Extent extent, EventKind kind, TimeSpan at)
    {
        Put(ref _kinds, extent.Events, kind);
        extent.Events++;
        extent.Latest = at > extent.Latest ? at : extent.Latest;
        Extent = extent;
    }

    private static T At<T>(T[][] pages, int place) => pages[place >> PageBits][place & (PageSize - 1)];

    private static void Put<T>(ref T[][] pages, int place, T item)
    {
        if (place == pages.Length << PageBits)
        {
            pages = [.. pages, new T[PageSize]];
        }

        pages[place >> PageBits][place & (PageSize - 1)] = item;
    }
}
