using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a scenario file from its first key to its last: the root of the language.</summary>
/// <param name="name">The scenario's name.</param>
internal sealed class RootReader(string name) : SectionReader<Scenario>
{
    private static readonly Field<string> Question = new("question", Words.Text("the question that a run answers"), "What a run answers, in one sentence.", Required: true);
    private static readonly Field<Topology> TopologyField = new("topology", new TopologyOrFileReader(), "What is launched.", Required: true);
    private static readonly Field<Load> LoadField = new("load", new LoadReader(), "What is written while faults happen; given exactly where there is a broker.");
    private static readonly Field<IReadOnlyList<Placed<Step>>> Steps = new("steps", new ListReader<Step>("steps", new StepReader()), "What is broken, in order.", Required: true);
    private static readonly Field<Expectations> Expect = new("expect", new ExpectationReader(), "What must hold; what is left out, the planner predicts.");

    internal override IReadOnlyList<Field> Fields { get; } = [Question, TopologyField, LoadField, Steps, Expect];

    protected override Scenario? Build(Section section)
    {
        var question = section.Get(Question);

        // First of the rest: targets and expectations are checked against its places.
        var topology = section.Get(TopologyField);
        var load = section.Get(LoadField);
        var steps = section.Get(Steps);
        var expect = section.Get(Expect);
        if (section.Reading.Places is { Complete: true } places)
        {
            var brokers = places.CountOf(NodeKind.Kafka);
            if (brokers > 0 && !section.Has(LoadField))
            {
                section.Error(LoadField, $"missing; without it nothing shows what the {brokers} broker{(brokers == 1 ? "" : "s")} lose");
            }
            else if (brokers == 0 && places.Nodes.Count > 0 && section.Has(LoadField))
            {
                section.Error(LoadField, "no zone holds a broker; leave it out");
            }
        }

        return question is null || topology is null || steps is null
            ? null
            : new Scenario(name, question.Value, topology.Value, load?.Value, [.. steps.Value.Select(step => step.Value)], expect?.Value ?? new Expectations());
    }
}
