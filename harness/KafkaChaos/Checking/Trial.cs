using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What the checkers judge: a scenario, what was recorded, and what must hold.</summary>
/// <param name="Scenario">As read.</param>
/// <param name="History">As recorded, by this program or another.</param>
/// <param name="Expect">The scenario's expectations with the absent ones filled from the planner; no member is null.</param>
public sealed record Trial(Scenario Scenario, History History, Expectations Expect);
