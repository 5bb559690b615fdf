using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a scenario file from its first key to its last: the root of the language.</summary>
/// <param name="name">The scenario's name.</param>
internal sealed class RootReader(string name) : SectionReader<Scenario>
{
    private const int UsualSeed = 1;

    private static readonly Field<string> Question = new("question", Words.Text("the question that a run answers"), "What a run answers, in one sentence.", Required: true);
    private static readonly Field<Topology> TopologyField = new("topology", new TopologyOrFileReader(), "What is launched.", Required: true);
    private static readonly Field<Load> LoadField = new("load", new LoadReader(), "What is written while faults happen; given exactly where there is a broker.");
    private static readonly Field<IReadOnlyList<Placed<IReadOnlyList<Step>>>> Steps = new("steps", new ListReader<IReadOnlyList<Step>>("steps", new StepItemReader()), "What is broken, in order.", Required: true);
    private static readonly Field<Expectations> Expect = new("expect", new ExpectationReader(), "What must hold; what is left out, the planner predicts.");

    private static readonly Field<int> Seed = new("seed", Units.Count(0, int.MaxValue), "For every random choice; 1 where left out.");
    private static readonly Field<TimeSpan> Deadline = new("deadline", Units.Duration, "How long the steps may take together; no limit where left out.");

    internal override IReadOnlyList<Field> Fields { get; } = [Question, Seed, Deadline, TopologyField, LoadField, Steps, Expect];

    protected override Scenario? Build(Section section)
    {
        var question = section.Get(Question);
        var seed = section.Get(Seed);
        var deadline = section.Get(Deadline);

        // First of the rest: targets and expectations are checked against what it declares.
        var topology = section.Get(TopologyField)?.Value;
        Declare(section, topology);
        var load = section.Get(LoadField);
        var steps = section.Get(Steps)?.Value.SelectMany(item => item.Value).ToList();
        var expect = section.Get(Expect);
        CheckLoad(section);
        if (deadline is not null && steps is not null)
        {
            CheckDeadline(section, deadline.Value, steps);
        }

        return question is null || topology is null || steps is null
            ? null
            : new Scenario(name, question.Value, topology, load?.Value, steps, expect?.Value ?? new Expectations())
            {
                Seed = seed?.Value ?? UsualSeed,
                Deadline = deadline?.Value,
            };
    }

    private static void Declare(Section section, Topology? topology)
    {
        var reading = section.Reading;
        reading.Topics = reading.Problems.HasErrorsBelow($"{section.KeyOf(TopologyField)}.topics") ? null : topology?.Topics;
        if (int.TryParse(topology?.Kafka?.Settings.GetValueOrDefault(KafkaReader.MostTransactionTimeout), NumberStyles.None, CultureInfo.InvariantCulture, out var most))
        {
            reading.MostTransactionTimeout = most;
        }

        if (topology is not null)
        {
            reading.Steps.Versions.Launch(topology);
        }
    }

    private static void CheckLoad(Section section)
    {
        if (section.Reading.Places is not { Complete: true } places)
        {
            return;
        }

        var brokers = places.Brokers.Count;
        if (brokers > 0 && !section.Has(LoadField))
        {
            section.Error(LoadField, $"missing; without it nothing shows what the {brokers} broker{(brokers == 1 ? "" : "s")} lose");
        }
        else if (brokers == 0 && places.Nodes.Count > 0 && section.Has(LoadField))
        {
            section.Error(LoadField, "no zone holds a broker; leave it out");
        }
    }

    private static void CheckDeadline(Section section, TimeSpan deadline, List<Step> steps)
    {
        var needed = TimeSpan.FromTicks(steps.Sum(step => (step.When?.Within ?? step.After).Ticks));
        if (needed > deadline)
        {
            section.Error(Deadline, string.Create(CultureInfo.InvariantCulture, $"the steps' own times are {needed.TotalSeconds:0.###}s together; give more, or let the steps come sooner"));
        }
    }
}
