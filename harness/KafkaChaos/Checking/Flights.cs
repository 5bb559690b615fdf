namespace KafkaChaos.Checking;

/// <summary>When records were with the cluster, from when the client was given each to its outcome.</summary>
internal sealed class Flights
{
    /// <summary>Pauses up to this long, or up to twice the load's interval on the partition, are the schedule's.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<Span> _all = [];
    private readonly List<Span> _long = [];

    /// <summary>All, in order; those with no longer a pause between them than <see cref="Patience"/> are one.</summary>
    public IReadOnlyList<Span> All => _all;

    /// <summary>Of those that lasted longer than <see cref="Patience"/>, likewise.</summary>
    public IReadOnlyList<Span> Long => _long;

    public void Add(TimeSpan from, TimeSpan to)
    {
        Merge(_all, from, to);
        if (to - from > Patience)
        {
            Merge(_long, from, to);
        }
    }

    // Records come in the order of their outcomes, so nearly always the last is the one to grow.
    private static void Merge(List<Span> spans, TimeSpan from, TimeSpan to)
    {
        var place = spans.Count;
        while (place > 0 && spans[place - 1].From - to > Patience)
        {
            place--;
        }

        var first = place;
        while (first > 0 && from - spans[first - 1].To <= Patience)
        {
            first--;
            (from, to) = (from < spans[first].From ? from : spans[first].From, to > spans[first].To ? to : spans[first].To);
        }

        if (first == place)
        {
            spans.Insert(place, new Span(from, to));
            return;
        }

        spans[first] = new Span(from, to);
        spans.RemoveRange(first + 1, place - first - 1);
    }
}
