namespace KafkaChaos.Model;

/// <summary>What a scenario demands, each with an operator (in its name, or in its limit) and a bound. What is null is filled from the planner before a run is judged.</summary>
/// <param name="QuorumSurvives">Whether the ZooKeeper quorum must outlive the faults.</param>
/// <param name="QuorumElectedWithin">From the fault to the first write that a new ZooKeeper leader serves.</param>
/// <param name="LeadersElectedWithin">From the fault to a live leader of every partition that lost its own.</param>
/// <param name="UnavailableAtMost">The longest time without an acknowledgement, for each partition.</param>
/// <param name="UnavailableAtLeast">What the longest time without an acknowledgement must reach; null where nothing must.</param>
/// <param name="Lost">Acknowledged records that may be lost.</param>
/// <param name="Duplicated">Records that may stand at more than one offset.</param>
/// <param name="Reordered">Records that may stand below an earlier one of their producer.</param>
/// <param name="RecoveredWithin">From the undo to full in-sync replicas.</param>
public sealed record Expectations(
    bool? QuorumSurvives = null,
    TimeSpan? QuorumElectedWithin = null,
    TimeSpan? LeadersElectedWithin = null,
    TimeSpan? UnavailableAtMost = null,
    TimeSpan? UnavailableAtLeast = null,
    Limit<long>? Lost = null,
    Limit<long>? Duplicated = null,
    Limit<long>? Reordered = null,
    TimeSpan? RecoveredWithin = null);
