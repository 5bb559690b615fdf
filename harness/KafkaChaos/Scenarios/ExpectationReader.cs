using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads <c>expect:</c>. What it leaves out stays null, for the planner to fill.</summary>
internal sealed class ExpectationReader : SectionReader<Expectations>
{
    private static readonly Field<QuorumExpectation> Quorum = new("quorum", new QuorumReader(), "Whether the ZooKeeper quorum must outlive the faults.");
    private static readonly Field<LeadersExpectation> Leaders = new("leaders", new LeadersReader(), "Partition leaders.");
    private static readonly Field<ProducerExpectation> Producer = new("producer", new ProducerReader(), "What the producer may suffer.");
    private static readonly Field<TimeSpan> Recovered = new("recovered-within", Units.Duration, "From the undo to full in-sync replicas.");

    internal override IReadOnlyList<Field> Fields { get; } = [Quorum, Leaders, Producer, Recovered];

    protected override Expectations Build(Section section)
    {
        var quorum = section.Get(Quorum)?.Value;
        var leaders = section.Get(Leaders)?.Value;
        var producer = section.Get(Producer)?.Value;
        var recovered = section.Get(Recovered);
        var noBroker = section.Reading.Places is { Complete: true } places && places.Brokers.Count == 0;
        foreach (var field in new Field[] { Leaders, Producer }.Where(field => noBroker && section.Has(field)))
        {
            section.Error(field, "the topology has no broker; leave it out");
        }

        return new Expectations(
            quorum?.Survives,
            quorum?.ElectedWithin,
            leaders?.ElectedWithin,
            producer?.AtMost,
            producer?.AtLeast,
            producer?.Lost,
            producer?.Duplicated,
            producer?.Reordered,
            recovered?.Value);
    }
}
