using System.Text.Json.Serialization;
using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>One thing that was recorded and that a finding rests on.</summary>
/// <param name="At">On the run's clock; null where it belongs to no moment.</param>
/// <param name="Source">Where it comes from: a znode, a log, a client's report, the engine.</param>
/// <param name="Text">What it says.</param>
public sealed record Evidence(TimeSpan? At, string Source, string Text)
{
    /// <summary>Most lines that it names.</summary>
    public const int MostLines = 8;

    /// <summary>The first lines of the history that show it, from 1, ascending; null where it rests on no single lines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<long>? Lines { get; init; }

    /// <summary>The events that show it, of which <see cref="Lines"/> is made where the finding objects; not part of a verdict. No records, which a history makes anew each time.</summary>
    [JsonIgnore]
    internal IReadOnlyList<HistoryEvent> On { get; init; } = [];

    /// <summary>The faults that were in effect at <see cref="At"/>, or those before and after it, such as <c>during step 1 (kill of kafka-a-1)</c>; null where that was not looked up, or there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fault { get; init; }
}

/// <summary>A number that a finding states, for programs to read.</summary>
/// <param name="Name">Unique in the finding, such as <c>election-time</c> or <c>orders/0 unavailable</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit"><c>s</c>, <c>ms</c>, <c>records</c>, <c>epoch</c>, ...</param>
public sealed record Figure(string Name, double Value, string Unit);

/// <summary>What one checker says of its property.</summary>
/// <param name="Property">The property in the field's words, such as <c>lost</c> or <c>quorum</c>.</param>
/// <param name="Verdict">How it stands.</param>
/// <param name="Statement">One sentence: what was seen and what was expected.</param>
/// <param name="Figures">The numbers of the statement.</param>
/// <param name="Evidence">At most 32 examples.</param>
public sealed record Finding(
    string Property,
    Verdict Verdict,
    string Statement,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<Evidence> Evidence)
{
    /// <summary>Most examples that a finding carries.</summary>
    public const int MostEvidence = 32;
}
