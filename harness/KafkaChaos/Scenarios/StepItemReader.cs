using System.Text.Json.Nodes;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads one item of <c>steps:</c>: a step, or a repetition of several, which is unrolled.</summary>
internal sealed class StepItemReader : Reader<IReadOnlyList<Step>>
{
    private readonly StepReader one = new();
    private readonly RepeatReader several;

    internal StepItemReader() => several = new RepeatReader(this);

    internal override string Expected => one.Expected;

    internal override JsonObject Schema(Definitions definitions) => Shape.AnyOf(one.Schema(definitions), several.Schema(definitions));

    internal override Placed<IReadOnlyList<Step>>? Read(YamlNode node, string key, Reading reading) =>
        node is YamlMap map && map.Entries.Any(entry => entry.Key.Value is "repeat" or "steps") ? several.Read(node, key, reading)
        : one.Read(node, key, reading) is { } step ? new Placed<IReadOnlyList<Step>>([step.Value], node)
        : null;
}

/// <summary>Reads a repetition. Its steps are read anew for each round, because what a round may do depends on the rounds before.</summary>
/// <param name="item">Reads the items of its own steps.</param>
internal sealed class RepeatReader(StepItemReader item) : SectionReader<IReadOnlyList<Step>>
{
    private const int MostSteps = 1_000;

    private static readonly Field<int> Times = new("repeat", Units.Count(1, MostSteps), "How many rounds.", Required: true);

    private readonly Field<IReadOnlyList<Placed<IReadOnlyList<Step>>>> steps = new("steps", new ListReader<IReadOnlyList<Step>>("steps", item), "What each round does, in order.", Required: true);

    internal override IReadOnlyList<Field> Fields => [Times, steps];

    internal override string Expected => "a repetition such as { repeat: 3, steps: [...] }";

    protected override IReadOnlyList<Step> Build(Section section)
    {
        var reading = section.Reading;
        var unrolled = new List<Step>();
        var times = section.Get(Times)?.Value ?? 1;
        var errors = reading.Problems.Count;
        for (var round = 1; round <= times && reading.Problems.Count == errors; round++)
        {
            reading.Steps.EnterRound(round);
            unrolled.AddRange((section.Get(steps)?.Value ?? []).SelectMany(read => read.Value));
            reading.Steps.LeaveRound();
            if (reading.Steps.Count > MostSteps)
            {
                section.Error(Times, $"unrolled, a scenario has at most {MostSteps} steps");
            }
        }

        return unrolled;
    }
}
