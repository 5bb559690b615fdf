namespace KafkaChaos.Histories;

/// <summary>Events in the order in which they were recorded. Sends, of which there are millions while every core is wanted elsewhere, are kept as plain rows: objects that live on would be moved and looked at by the collector again and again.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class EventLog
{
    private const int PageBits = 12;
    private const int PageSize = 1 << PageBits;

    private readonly List<Row[]> _pages = [];

    public int Count { get; private set; }

    /// <summary>An event, made anew where it is a send.</summary>
    public HistoryEvent this[int place]
    {
        get
        {
            ref readonly var row = ref At(place);
            return row.Other ?? row.Send();
        }
    }

    public void Add(HistoryEvent one)
    {
        if (Count == _pages.Count << PageBits)
        {
            _pages.Add(new Row[PageSize]);
        }

        ref var row = ref At(Count);
        if (one is SendOperation send)
        {
            row.Take(send);
        }
        else
        {
            row.Other = one;
        }

        Count++;
    }

    /// <summary>The rows from one place on, to the end of their page or of the log. They stay as they are while others are added.</summary>
    public ReadOnlyMemory<Row> From(int place) =>
        place == Count ? default : _pages[place >> PageBits].AsMemory(place & (PageSize - 1), Math.Min(Count - place, PageSize - (place & (PageSize - 1))));

    private ref Row At(int place) => ref _pages[place >> PageBits][place & (PageSize - 1)];

    /// <summary>A send by its fields, or another event.</summary>
    internal struct Row
    {
        private const long None = -1;

        public HistoryEvent? Other;
        public string Producer;
        public string Topic;
        public string? Error;
        public long Sequence;
        public TimeSpan Scheduled;
        public TimeSpan Invoked;
        public TimeSpan At;
        public int Partition;
        public Outcome Outcome;
        private long _offset;
        private long _transaction;

        public readonly long? Offset => _offset == None ? null : _offset;

        public readonly long? Transaction => _transaction == None ? null : _transaction;

        public void Take(SendOperation send)
        {
            (Producer, Topic, Error, Sequence) = (send.Producer, send.Topic, send.Error, send.Sequence);
            (Scheduled, Invoked, At) = (send.Scheduled, send.Invoked, send.At);
            (Partition, Outcome, _offset, _transaction) = (send.Partition, send.Outcome, send.Offset ?? None, send.Transaction ?? None);
        }

        public readonly SendOperation Send() => new(Producer, Topic, Partition, Sequence, Scheduled, Invoked, Outcome, Offset, Error) { At = At, Transaction = Transaction };
    }
}
