using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>A stretch in which a producer got no acknowledgement from a partition.</summary>
internal sealed record Silence(PartitionWriter Writer, TimeSpan From, TimeSpan To);

/// <summary>Of a silence, what the cluster has to answer for: in it something of the producer was with it.</summary>
/// <remarks>
/// With it are: a record of the partition from when the client was given it to its outcome; one of another partition, where it
/// was out for longer than <see cref="Flights.Patience"/>, for it may fill the client's queue; the end of a transaction from when it was
/// asked for; a client that gave up, until the next one's first record; and one that writes transactions, from its start to
/// its first record.
/// </remarks>
internal sealed class InFlight
{
    private readonly Load _load;
    private readonly Topology _topology;
    private readonly Dictionary<string, List<Span>> _shared = [];

    private InFlight(Trial trial)
    {
        (_load, _topology) = (trial.Scenario.Load!, trial.Scenario.Topology);
        var sessions = Ledger.Of(trial.History).Logs.SelectMany(log => log.Sessions).ToLookup(session => session.Producer);
        Sends(sessions);
        Clients(trial.History, sessions.ToDictionary(one => one.Key, one => one.Min(session => session.FirstInvoked)));
        Ends(trial.History);
        foreach (var (name, spans) in _shared.ToList())
        {
            _shared[name] = Merged(spans);
        }
    }

    /// <summary>The longest part of each silence without a pause in which nothing was with the cluster.</summary>
    public static Dictionary<Silence, TimeSpan> Tried(Trial trial, IReadOnlyCollection<Silence> silences)
    {
        if (silences.Count == 0)
        {
            return [];
        }

        var flights = new InFlight(trial);
        return silences.ToDictionary(silence => silence, flights.Longest);
    }

    private TimeSpan Longest(Silence silence)
    {
        var interval = 2 * silence.Writer.Load.IntervalOn(_topology);
        var allowed = interval > Flights.Patience ? interval : Flights.Patience;
        var (began, edge, longest) = (silence.From, silence.From, TimeSpan.Zero);
        foreach (var span in Merged(silence.Writer.Sessions.SelectMany(session => session.Flights.All).Concat(_shared.GetValueOrDefault(silence.Writer.Load.Name) ?? [])).Where(span => span.To > silence.From && span.From < silence.To).Append(new Span(silence.To, silence.To)))
        {
            if (span.From - edge > allowed)
            {
                longest = edge - began > longest ? edge - began : longest;
                began = span.From;
            }

            edge = span.To < silence.To ? span.To : silence.To;
        }

        return edge - began > longest ? edge - began : longest;
    }

    private void Sends(ILookup<string, ProducerSession> sessions)
    {
        foreach (var one in sessions)
        {
            if (Owner(one.Key) is { } owner)
            {
                foreach (var flight in one.SelectMany(session => session.Flights.Long))
                {
                    Share(owner, flight.From, flight.To);
                }
            }
        }
    }

    /// <param name="history">Says when clients began and gave up.</param>
    /// <param name="first">By producer session, when it was given its first record.</param>
    private void Clients(History history, Dictionary<string, TimeSpan> first)
    {
        foreach (var gone in history.Of<ProducerFailed>())
        {
            if (Owner(gone.Producer) is { } owner)
            {
                Share(owner, gone.At, first.Where(one => one.Key != gone.Producer && one.Value > gone.At && _load.IsOf(owner, one.Key)).Select(one => one.Value).DefaultIfEmpty(TimeSpan.MaxValue).Min());
            }
        }

        foreach (var started in history.Of<ClientStarted>().Where(one => one.Kind == ClientKind.Producer))
        {
            if (Owner(started.Client) is { TransactionRecords: > 0 } owner)
            {
                Share(owner, started.At, first.GetValueOrDefault(started.Client, TimeSpan.MaxValue));
            }
        }
    }

    private void Ends(History history)
    {
        foreach (var end in history.Of<TransactionEnded>())
        {
            if (Owner(end.Producer) is { } owner)
            {
                Share(owner, end.Invoked, end.At);
            }
        }
    }

    private ProducerLoad? Owner(string session) => _load.Producers.FirstOrDefault(producer => _load.IsOf(producer, session));

    private void Share(ProducerLoad owner, TimeSpan from, TimeSpan to)
    {
        if (!_shared.TryGetValue(owner.Name, out var spans))
        {
            _shared[owner.Name] = spans = [];
        }

        spans.Add(new Span(from, to));
    }

    private static List<Span> Merged(IEnumerable<Span> spans)
    {
        var merged = new List<Span>();
        foreach (var span in spans.OrderBy(span => span.From))
        {
            if (merged.Count > 0 && span.From <= merged[^1].To)
            {
                merged[^1] = merged[^1] with { To = span.To > merged[^1].To ? span.To : merged[^1].To };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }
}
