namespace KafkaChaos.Agents;

/// <summary>When packets that wait go on: each after its delay, and none before the one that came before it. Times are nanoseconds of one clock.</summary>
/// <param name="delay">Of every packet.</param>
/// <param name="jitter">Most that a packet's own delay differs from that; at most as long.</param>
/// <param name="random">For the jitter.</param>
internal sealed class PacketSchedule(long delay, long jitter, Random random)
{
    // Room for a burst, so that nothing is allocated while packets come.
    private readonly Queue<(uint Id, long Due)> _waiting = new(65_536);
    private long _last;
    private uint _lastId;
    private long _missed;

    /// <summary>How many packets had an id and never came: where there is no room to tell of one, the kernel lets it go on.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    public int Waiting => _waiting.Count;

    /// <summary>When the first of them is due; null where none waits.</summary>
    public long? Next => _waiting.TryPeek(out var first) ? first.Due : null;

    /// <param name="id">The kernel's, which counts from 1 without a gap.</param>
    /// <param name="now">When it came.</param>
    public void Add(uint id, long now)
    {
        // A packet's number less that of the one before, so that it may pass the highest.
        Interlocked.Add(ref _missed, unchecked(id - _lastId - 1));
        _lastId = id;
        var own = now + delay + (jitter == 0 ? 0 : random.NextInt64(-jitter, jitter + 1));
        _last = Math.Max(_last, own);
        _waiting.Enqueue((id, _last));
    }

    /// <summary>Takes all that are due.</summary>
    /// <returns>The last of them; null where none is.</returns>
    public uint? Take(long now)
    {
        uint? last = null;
        while (_waiting.TryPeek(out var first) && first.Due <= now)
        {
            last = _waiting.Dequeue().Id;
        }

        return last;
    }
}
