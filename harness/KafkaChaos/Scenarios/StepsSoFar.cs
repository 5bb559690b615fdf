using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>What the steps above the one that is being read have named and done.</summary>
internal sealed class StepsSoFar
{
    private readonly Dictionary<string, Reach?> reached = [];

    /// <summary>The names that the step being read may refer to.</summary>
    internal StepScope Scope { get; private set; } = new(null, 0);

    internal StepOrder Order { get; } = new();

    internal NodeVersions Versions { get; } = new();

    /// <summary>Where each step that could be read is written; by the step itself, because two may say the same.</summary>
    internal Dictionary<Step, StepPlace> Places { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many steps were read, repetitions unrolled.</summary>
    internal int Count { get; set; }

    /// <summary>Behind a message about a step in a repetition that is right in its first round.</summary>
    internal string InRound => Scope.Round > 1 ? string.Create(CultureInfo.InvariantCulture, $" (in round {Scope.Round} of the repetition)") : "";

    /// <summary>Names a step; null where an earlier one of its scope has the name.</summary>
    /// <returns>A name that is unique in the scenario: at the top as given, in repetitions numbered.</returns>
    internal string? Name(string given, Reach? reach)
    {
        var full = given;
        for (var number = 1; Scope.Outer is not null && (number == 1 || reached.ContainsKey(full)); number++)
        {
            full = string.Create(CultureInfo.InvariantCulture, $"{given}.{number}");
        }

        if (!Scope.Add(given, full))
        {
            return null;
        }

        reached[full] = reach;
        return full;
    }

    /// <summary>What a named step reaches, by its unique name; null where that cannot be told.</summary>
    internal Reach? ReachOf(string full) => reached.GetValueOrDefault(full);

    internal void EnterRound(int round) => Scope = new StepScope(Scope, round);

    internal void LeaveRound() => Scope = Scope.Outer!;
}
