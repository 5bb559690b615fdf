using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>One record that a consumer was handed, with what is known of it.</summary>
/// <param name="Handed">As recorded.</param>
/// <param name="Reader">For whom.</param>
/// <param name="Log">Its partition.</param>
/// <param name="Session">Who sent it; null where nobody did.</param>
/// <param name="Sent">What its send came to, and where the final read found it; null where nobody sent it.</param>
/// <param name="Turn">Unique for the stretch in which the consumer had the partition without a change of its assignment.</param>
/// <param name="Before">The offset that it was handed before in this turn; null for the first.</param>
/// <param name="Highest">The highest offset that it was handed before in this turn; null for the first.</param>
/// <param name="Behind">The latest record of its producer session that it was handed before in this turn, at a lower offset, where that is a later one; else null.</param>
internal sealed record Delivery(ConsumedRecord Handed, Reader Reader, PartitionLog Log, ProducerSession? Session, SentRecord? Sent, int Turn, long? Before, long? Highest, (long Offset, long Sequence)? Behind)
{
    public string Value => Handed.Producer is null ? "a value that no workload writes" : $"{Handed.Producer} #{Handed.Sequence}";

    /// <summary>
    /// Whether somebody may take offence at it: at all but a record that was sent and did not fail, where the final read found
    /// it, behind those before it, and with nothing between.
    /// </summary>
    public bool IsOdd(FinalReads reads) =>
        Sent is not { Outcome: not Outcome.Failed } sent
        || (sent.Found != Handed.Offset && (sent.Found is not null || reads.Proves(Log)))
        || Behind is not null
        || (Highest is { } highest && (Handed.Offset <= highest || (Handed.Offset - 1 > highest && Log.FoundBetween(highest + 1, Handed.Offset - 1).Any())));

    /// <summary>As a flaw, with the lines about its value.</summary>
    /// <param name="text">What is wrong, as it shall stand after the consumer and the record.</param>
    /// <param name="more">Further lines that show it.</param>
    public Flaw Flaw(string text, params Mark[] more) =>
        new(Handed.At, $"{Log.Name} offset {Handed.Offset}, {Value}, {text} ({Handed.Consumer})", [Handed.Producer is null ? Log.MarkOf(Handed.Offset) : Mark.Value(Log.Topic, Log.Partition, Handed.Producer, Handed.Sequence!.Value), .. more]) { Session = Handed.Producer };
}
