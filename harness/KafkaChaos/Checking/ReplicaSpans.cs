using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>One replica's log, to be asked for single records.</summary>
internal sealed class ReplicaSpans
{
    private readonly Dictionary<string, (long[] Firsts, long[] Lasts)> _spans;

    public ReplicaSpans(ReplicaLog log)
    {
        Node = log.Node;
        _spans = log.Holds.GroupBy(span => span.Producer).ToDictionary(spans => spans.Key, spans =>
        {
            var merged = Merged(spans);
            return (merged.Select(span => span.First).ToArray(), merged.Select(span => span.Last).ToArray());
        });
    }

    public string Node { get; }

    public bool Holds(string producer, long sequence)
    {
        if (!_spans.TryGetValue(producer, out var spans))
        {
            return false;
        }

        var place = Array.BinarySearch(spans.Firsts, sequence);
        place = place < 0 ? ~place - 1 : place;
        return place >= 0 && sequence <= spans.Lasts[place];
    }

    // Another tool's spans may overlap.
    private static List<SequenceSpan> Merged(IEnumerable<SequenceSpan> spans)
    {
        var merged = new List<SequenceSpan>();
        foreach (var span in spans.OrderBy(span => span.First))
        {
            if (merged.Count > 0 && span.First <= merged[^1].Last)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, span.Last) };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }
}
