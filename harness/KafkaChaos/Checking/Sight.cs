using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>A time in which an observer did not look.</summary>
/// <param name="Observer">Its name.</param>
/// <param name="From">Its last look before.</param>
/// <param name="To">Its next look, or when there was nothing more to see.</param>
/// <param name="Why">What was recorded of its end; null where nothing was.</param>
internal sealed record Blindness(string Observer, TimeSpan From, TimeSpan To, string? Why)
{
    public override string ToString() => $"{Observer} from {Say.Seconds(From)} to {Say.Seconds(To)}{(Why is null ? "" : $" ({Why})")}";
}

/// <summary>When a run's observers looked, by their life signs. What changed while one did not look, nobody saw.</summary>
internal sealed class Sight
{
    // Looks come ten times a second, and signs once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="history">As recorded.</param>
    /// <param name="topology">Says which observers there must be.</param>
    /// <param name="session">An observer of znodes that lost its server is silent until its own session, as long as a broker's, has found another.</param>
    /// <param name="from">The begin of the time in which there is something to see.</param>
    /// <param name="to">Its end.</param>
    public Sight(History history, Topology topology, TimeSpan session, TimeSpan from, TimeSpan to)
    {
        var signs = history.Of<ObserverLooked>().ToLookup(one => one.Observer, one => one.At);
        var ends = history.Of<ObserverEnded>().ToLookup(one => one.Observer);
        IsKnown = signs.Count > 0 || ends.Count > 0;
        Until = to;
        foreach (var member in topology.Members)
        {
            Take(member.Name, Patience, _ => true);
        }

        if (topology.Brokers.Any() && topology.Members.Any())
        {
            // A reader of KRaft's log has no session to find another server for.
            var patience = topology.IsKRaft || 2 * session < Patience ? Patience : 2 * session;
            Take(topology.IsKRaft ? Observers.MetadataLog : Observers.Znodes, patience, gap => Served(history, gap) > Patience);
        }

        var told = ends[Observers.Engine].LastOrDefault();
        if (!(told?.Last >= to))
        {
            Blind.Add(new(Observers.Engine, told?.Last ?? from, to, told?.Reason));
        }

        // Between two looks it may take its time, for the next one tells what became of the cluster; behind the last one nothing does.
        void Take(string observer, TimeSpan most, Func<Blindness, bool> counts)
        {
            var end = ends[observer].LastOrDefault();
            var last = from;
            foreach (var look in signs[observer].Where(at => at > from && at < to))
            {
                Add(new(observer, last, look, null), most);
                last = look;
            }

            last = end?.Last > last ? end.Last.Value : last;
            if (Add(new(observer, last, to, end?.Reason), Patience))
            {
                Until = last < Until ? last : Until;
            }

            bool Add(Blindness gap, TimeSpan patience)
            {
                var isBlind = gap.To - gap.From > patience && counts(gap);
                if (isBlind)
                {
                    Blind.Add(gap);
                }

                return isBlind;
            }
        }
    }

    /// <summary>Whether anything at all was recorded of the observers.</summary>
    public bool IsKnown { get; }

    /// <summary>Times in which one did not look for longer than the cluster or a busy machine explains.</summary>
    public List<Blindness> Blind { get; } = [];

    /// <summary>Until when all looked.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>For how long, at a stretch, nothing says that the quorum did not answer: without one there is nothing to see of the metadata, and nothing changes in it.</summary>
    private static TimeSpan Served(History history, Blindness gap)
    {
        var (longest, since) = (TimeSpan.Zero, (TimeSpan?)gap.From);
        foreach (var write in history.Of<QuorumWrite>().Where(write => write.Session is null && write.Invoked < gap.To))
        {
            if (write.Outcome != Outcome.Ok)
            {
                Close(write.Invoked);
                since = null;
            }
            else
            {
                since ??= write.Invoked > gap.From ? write.Invoked : gap.From;
            }
        }

        Close(gap.To);
        return longest;

        void Close(TimeSpan at)
        {
            var served = at - (since ?? at);
            longest = served > longest ? served : longest;
        }
    }
}
