using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>How the losses of a row come together.</summary>
public enum LossKind
{
    /// <summary>One node, zone or domain.</summary>
    Single,

    /// <summary>Two of a kind at the same time.</summary>
    Pair,

    /// <summary>One, while another node restarts in a rolling restart.</summary>
    WhileRestarting,
}

/// <summary>What happens to topics of one class.</summary>
/// <param name="Topics">Their names.</param>
/// <param name="Readable">Whether every partition keeps a leader.</param>
/// <param name="Writable">Whether every partition takes records with the plan's acks.</param>
/// <param name="LostByKill">Whether acknowledged records can be lost when the processes are killed; yes is bad.</param>
/// <param name="LostByPowerLoss">Whether they can when the machines lose power; yes is bad.</param>
public sealed record TopicCells(IReadOnlyList<string> Topics, Cell Readable, Cell Writable, Cell LostByKill, Cell LostByPowerLoss);

/// <summary>One loss, or several that fare alike, and what survives it.</summary>
/// <param name="Kind">How many at once.</param>
/// <param name="Unit">What is lost.</param>
/// <param name="Name">Of the first such loss.</param>
/// <param name="Nodes">The nodes that are down in the first such loss.</param>
/// <param name="Alike">How many losses the row stands for; at least 1.</param>
/// <param name="Quorum">Whether the ZooKeeper or KRaft quorum survives; null where nothing votes.</param>
/// <param name="Controller">Whether a controller can be elected; null where there is no Kafka.</param>
/// <param name="Groups">Whether consumer groups can commit and be led, which hangs on <c>__consumer_offsets</c>; null where there is no broker.</param>
/// <param name="Topics">For each class of topics, in the order of <see cref="Plan.Topics"/>.</param>
public sealed record PlanRow(
    LossKind Kind,
    Unit Unit,
    string Name,
    IReadOnlyList<string> Nodes,
    int Alike,
    Cell? Quorum,
    Cell? Controller,
    Cell? Groups,
    IReadOnlyList<TopicCells> Topics)
{
    /// <summary>How bad each cell is, 0 to 2, in the order of the columns; for comparison with other rows of the same plan.</summary>
    internal int[] Badness =>
    [
        .. new[] { Quorum, Controller, Groups }.Select(cell => (int)(cell?.Answer ?? Answer.Yes)),
        .. Topics.SelectMany(topic => new[]
        {
            (int)topic.Readable.Answer, (int)topic.Writable.Answer, 2 - (int)topic.LostByKill.Answer, 2 - (int)topic.LostByPowerLoss.Answer,
        }),
    ];

    internal IEnumerable<Cell?> Cells =>
        [Quorum, Controller, Groups, .. Topics.SelectMany(topic => new[] { topic.Readable, topic.Writable, topic.LostByKill, topic.LostByPowerLoss })];
}

/// <summary>How many losses of several at once were looked at, and how many of them say only what their parts already say.</summary>
public sealed record PlanCount(LossKind Kind, Unit Unit, long Losses, long SaidByParts);

/// <summary>What survives which loss, from the topology alone.</summary>
/// <param name="Name">Of the scenario or the topology file.</param>
/// <param name="Acks">The producer's, for which topics are writable and records safe.</param>
/// <param name="Topics">The classes of topics that the rows name; empty where there is no topic.</param>
/// <param name="Notes">What a reader must know of the topology before the rows.</param>
/// <param name="Rows">Every node, zone and domain; then, where asked for, what losses of several at once add to their parts.</param>
/// <param name="Counts">Of the losses of several at once; empty where none were asked for.</param>
/// <param name="Meaning">What the rows mean for somebody who decides on a region; a paragraph each.</param>
public sealed record Plan(
    string Name,
    Acks Acks,
    IReadOnlyList<TopicClass> Topics,
    IReadOnlyList<string> Notes,
    IReadOnlyList<PlanRow> Rows,
    IReadOnlyList<PlanCount> Counts,
    IReadOnlyList<string> Meaning);

/// <summary>Which losses of several at once a plan looks at.</summary>
/// <param name="Pairs">Every pair of nodes, of zones and of domains.</param>
/// <param name="Transient">Every node, zone and domain during the restart of one other node.</param>
public sealed record PlanScope(bool Pairs, bool Transient);
