using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>One thing of a run that a person wants to be told.</summary>
internal sealed record Told(TimeSpan At, string Text);

/// <summary>A run as it goes on: where it stands, and in words what of it is worth telling.</summary>
/// <remarks>Not thread-safe: one thread adds events, in the order in which they were recorded, and acknowledgements among them, which may be a little ahead.</remarks>
internal sealed class Story
{
    private readonly Sentences _sentences;

    public Story(Scenario scenario)
    {
        Scenario = scenario;
        Nodes = new NodeBoard(scenario.Topology);
        Partitions = new PartitionBoard(Nodes);
        Steps = new StepBoard(scenario.Steps);
        _sentences = new Sentences(this);
    }

    public Scenario Scenario { get; }

    public NodeBoard Nodes { get; }

    public PartitionBoard Partitions { get; }

    public StepBoard Steps { get; }

    public RateMeter Acknowledged { get; } = new();

    public RateMeter QuorumWrites { get; } = new();

    public long Read { get; private set; }

    public Phase? Phase { get; private set; }

    /// <summary>Adds an event, and tells of it where it is notable.</summary>
    public IReadOnlyList<Told> Add(HistoryEvent one)
    {
        switch (one)
        {
            case QuorumWrite { Session: null, Outcome: Outcome.Ok } write:
                QuorumWrites.Add(write.At);
                return [];
            case QuorumWrite or ConsumedRecord:
                return [];
            case ReadRecord:
                Read++;
                return [];
        }

        var before = _sentences.Before(one).ToList();
        Nodes.Add(one);
        Steps.Add(one);
        if (one is PhaseBegan began)
        {
            Phase = began.Phase;
        }

        if (one is PartitionState state)
        {
            Partitions.Add(state);
        }

        return [.. before.Concat(_sentences.After(one))];
    }

    /// <summary>Counts an acknowledgement.</summary>
    public void Add(Acknowledgement one) => Acknowledged.Add(one.At);
}
