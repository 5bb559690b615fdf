using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>One thing wrong, and what the lines that show it are about.</summary>
internal sealed record Flaw(TimeSpan At, string Text, params IReadOnlyList<Mark> Marks)
{
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
            Fault = FaultSpan.At(spans, flaw.At),
        })];
    }

    private static void Look(History history, Dictionary<Mark, List<long>> lines)
    {
        // Most numbers are nobody's: the names are compared only where a number fits.
        var numbers = lines.Keys.Select(mark => mark.Number).ToHashSet();
        for (var place = 0; place < history.Events.Count; place++)
        {
            switch (history.Events[place])
            {
                case SendOperation send:
                    Value(send.Topic, send.Partition, send.Producer, send.Sequence, place);
                    Offset(send.Topic, send.Partition, send.Offset, place);
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

        void Note(Mark mark, int place)
        {
            if (lines.TryGetValue(mark, out var found) && found.Count < Evidence.MostLines)
            {
                found.Add(place + 1L);
            }
        }
    }
}
