using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>One thing wrong, and what the lines that show it are about.</summary>
internal sealed record Flaw(TimeSpan At, string Text, params IReadOnlyList<Mark> Marks)
{
    /// <summary>Where it lasts: to when.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>The producer session that it is about, where that decides whether it is judged.</summary>
    public string? Session { get; init; }
}

/// <summary>Flaws as evidence: with their lines in the history and the fault that was in effect.</summary>
/// <remarks>The lines are looked for only once there is something to show, so that a history without flaws needs no memory for them.</remarks>
internal static class Examples
{
    /// <param name="history">Where the lines are.</param>
    /// <param name="source">Where what the flaws say comes from.</param>
    /// <param name="flaws">As many as are to be shown.</param>
    public static IReadOnlyList<Evidence> Of(History history, string source, IReadOnlyCollection<Flaw> flaws)
    {
        if (flaws.Count == 0)
        {
            return [];
        }

        var spans = FaultSpan.All(history);
        var lines = flaws.SelectMany(flaw => flaw.Marks).Distinct().ToDictionary(mark => mark, _ => new List<long>());
        Look(history, lines);
        return [.. flaws.Select(flaw => new Evidence(flaw.At, source, flaw.Text)
        {
            Lines = [.. flaw.Marks.SelectMany(mark => lines[mark]).Distinct().Order().Take(Evidence.MostLines)],
            Fault = FaultSpan.Within(spans, flaw.At, flaw.Until ?? flaw.At),
        })];
    }

    /// <summary>A finding with the lines of the events that its examples are on, and the faults that were in effect; as it is where it passed, or they are on none.</summary>
    public static Finding Located(History history, Finding finding)
    {
        var on = finding.Evidence.SelectMany(one => one.On).ToHashSet(ReferenceEqualityComparer.Instance);
        if (finding.Verdict == Verdict.Passed || on.Count == 0)
        {
            return finding with { Evidence = [.. finding.Evidence.Select(one => one with { On = [] })] };
        }

        var lines = new Dictionary<object, long>(ReferenceEqualityComparer.Instance);
        foreach (var (place, one) in history.Others.TakeWhile(_ => lines.Count < on.Count))
        {
            if (on.Contains(one))
            {
                lines[one] = place + 1L;
            }
        }

        var spans = FaultSpan.All(history);
        return finding with
        {
            Evidence = [.. finding.Evidence.Select(one => one.On.Count == 0 ? one : one with
            {
                Lines = [.. one.On.Where(lines.ContainsKey).Select(on => lines[on]).Distinct().Order().Take(Evidence.MostLines)],
                Fault = one.At is { } at ? FaultSpan.At(spans, at) : null,
                On = [],
            })],
        };
    }

    private static void Look(History history, Dictionary<Mark, List<long>> lines)
    {
        // Most numbers are nobody's: the names are compared only where a number fits.
        var numbers = lines.Keys.Select(mark => mark.Number).ToHashSet();
        foreach (var (place, one) in history.Events.Index())
        {
            switch (one)
            {
                case SendOperation send:
                    Value(send.Topic, send.Partition, send.Producer, send.Sequence, place);
                    Offset(send.Topic, send.Partition, send.Offset, place);
                    Moment(Mark.Acknowledgement(send.Topic, send.Partition, send.Producer, send.At), place);
                    break;
                case TransactionEnded { End: TransactionEnd.Commit } end:
                    Moment(Mark.Commit(end.Producer, end.At), place);
                    break;
                case ReadRecord read:
                    Value(read.Topic, read.Partition, read.Producer, read.Sequence, place);
                    Offset(read.Topic, read.Partition, read.Offset, place);
                    break;
                case ConsumedRecord handed:
                    Value(handed.Topic, handed.Partition, handed.Producer, handed.Sequence, place);
                    Offset(handed.Topic, handed.Partition, handed.Offset, place);
                    break;
                case ReadEnded end:
                    Note(Mark.ReadEnd(end.Topic, end.Partition), place);
                    break;
                case QuorumWrite write:
                    Note(Mark.QuorumWrite(write.Session, write.Sequence), place);
                    break;
                case PartitionState state:
                    Note(Mark.State(state.Topic, state.Partition, state.At), place);
                    break;
                case ControllerSeen controller:
                    Note(Mark.Controller(controller.At), place);
                    break;
                case SessionRead read:
                    Note(Mark.SessionRead(read.Session, read.At), place);
                    break;
                case QuorumRead read:
                    Note(Mark.QuorumRead(read.Session), place);
                    break;
            }
        }

        void Value(string topic, int partition, string? producer, long? sequence, int place)
        {
            if (producer is not null && sequence is { } number && numbers.Contains(number))
            {
                Note(Mark.Value(topic, partition, producer, number), place);
            }
        }

        void Offset(string topic, int partition, long? offset, int place)
        {
            if (offset is { } number && numbers.Contains(number))
            {
                Note(Mark.Offset(topic, partition, number), place);
            }
        }

        void Moment(Mark mark, int place)
        {
            if (numbers.Contains(mark.Number))
            {
                Note(mark, place);
            }
        }

        void Note(Mark mark, int place)
        {
            if (lines.TryGetValue(mark, out var found) && found.Count < Evidence.MostLines)
            {
                found.Add(place + 1L);
            }
        }
    }
}
