using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads <c>load:</c>.</summary>
internal sealed class LoadReader : SectionReader<Load>
{
    private const int LeastRecord = 32;
    private const int MostRecord = 1_000_000;
    private const int UsualRecord = 100;

    private static readonly Field<double> Rate = new("rate", Units.Rate, "Records a second over all partitions; the schedule does not wait for answers.", Required: true);

    private static readonly Field<Acks> AcksField = new(
        "acks",
        Words.Choice(("all", Acks.All), ("leader", Acks.Leader), ("none", Acks.None), ("1", Acks.Leader), ("0", Acks.None)),
        "Replicas that acknowledge a record; all where left out.");

    private static readonly Field<bool> Idempotence = new("idempotence", Words.YesNo, "The producer's enable.idempotence; left out, true with acks all and else false.");

    private static readonly Field<int> Record = new("record", Units.Size(LeastRecord, MostRecord), "Size of a record's value; 100B where left out.");

    internal override IReadOnlyList<Field> Fields { get; } = [Rate, AcksField, Idempotence, Record, new LaterField("consumers")];

    protected override Load? Build(Section section)
    {
        var rate = section.Get(Rate);
        var acks = section.Get(AcksField)?.Value ?? Acks.All;
        var idempotence = section.Get(Idempotence)?.Value ?? acks == Acks.All;
        var record = section.Get(Record)?.Value ?? UsualRecord;
        if (idempotence && acks != Acks.All)
        {
            section.Error(Idempotence, "an idempotent producer needs acks: all");
        }

        return rate is null ? null : new Load(new ProducerLoad(rate.Value, acks, idempotence, record));
    }
}
