namespace KafkaChaos.Histories;

/// <summary>Records of one kind in the order in which they were recorded, packed: there are millions, and objects that live on would be looked at by the collector again and again.</summary>
/// <remarks>One thread adds at a time. Others may read meanwhile what was there when they learned of it.</remarks>
/// <param name="isSend">Whether they have the times of a send.</param>
internal sealed class RecordStream(bool isSend)
{
    private const int PageSize = 64 * 1024;

    // A power of two: of the partitions that a producer writes to in turn, each has a place of its own.
    private const int RecentCount = 64;

    private readonly RecordDeltas _deltas = new();
    private readonly Dictionary<RecordOrigin, int> _origins = [];
    private readonly Dictionary<string, int> _errors = [];
    private readonly (RecordOrigin Origin, int Number)[] _recent = new (RecordOrigin, int)[RecentCount];

    // Grown by being replaced: whoever reads an older one finds in it all that was there when it learned of it.
    private RecordOrigin[] _originOf = [];
    private string[] _errorOf = [];
    private byte[][] _pages = [];
    private int _used = PageSize;

    private bool IsSend => isSend;

    /// <returns>The number of its origin: those of the stream are counted as they come.</returns>
    public int Add(in RecordOrigin origin, in RecordFields fields)
    {
        if (_used + RecordDeltas.MostBytes > PageSize)
        {
            _pages = [.. _pages, new byte[PageSize]];
            _used = 0;
        }

        var number = NumberOf(origin);
        _used += _deltas.Write(_pages[^1].AsSpan(_used), number, fields, fields.Error is null ? 0 : NumberOf(fields.Error), isSend);
        return number;
    }

    // Strings come from the few who record: the same origin is nearly always of the same strings, and these need no look into their letters.
    private int NumberOf(in RecordOrigin origin)
    {
        ref var recent = ref _recent[origin.Partition & (RecentCount - 1)];
        if (!ReferenceEquals(recent.Origin.Topic, origin.Topic) || !ReferenceEquals(recent.Origin.Producer, origin.Producer) || !ReferenceEquals(recent.Origin.Consumer, origin.Consumer) || recent.Origin.Partition != origin.Partition)
        {
            if (!_origins.TryGetValue(origin, out var number))
            {
                number = _originOf.Length;
                _originOf = [.. _originOf, origin];
                _origins.Add(origin, number);
            }

            recent = (origin, number);
        }

        return recent.Number;
    }

    private int NumberOf(string error)
    {
        if (!_errors.TryGetValue(error, out var number))
        {
            number = _errorOf.Length;
            _errorOf = [.. _errorOf, error];
            _errors.Add(error, number);
        }

        return number;
    }

    /// <summary>Reads the stream from its beginning.</summary>
    /// <param name="stream">Of which so many records are there.</param>
    /// <param name="count">How many.</param>
    internal sealed class Reader(RecordStream stream, int count)
    {
        private readonly RecordDeltas _deltas = new();
        private int _left = count;
        private int _page;
        private int _place;

        /// <summary>The number of the origin of the record that was read last: those of the stream are counted as they come.</summary>
        public int Number { get; private set; }

        /// <summary>Of the record that was read last.</summary>
        public ref readonly RecordOrigin Origin => ref stream._originOf[Number];

        /// <summary>Reads the next record; false where there is none.</summary>
        public bool Next(out RecordFields fields)
        {
            if (_left == 0)
            {
                fields = default;
                return false;
            }

            if (_place + RecordDeltas.MostBytes > PageSize)
            {
                (_page, _place) = (_page + 1, 0);
            }

            _left--;
            _place += _deltas.Read(stream._pages[_page].AsSpan(_place), stream.IsSend, stream._errorOf, out var number, out fields);
            Number = number;
            return true;
        }

        /// <summary>Reads the next record, which must be there.</summary>
        public RecordFields Next() => Next(out var fields) ? fields : throw new InvalidOperationException("the history has no more records of that kind");
    }
}
