using System.Text.Json.Serialization;

namespace KafkaChaos.Agents;

/// <summary>What the agent can be asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgentAct>))]
public enum AgentAct
{
    /// <summary>Stops every process of the groups, all at one instant, until they are thawed or killed.</summary>
    Freeze,

    /// <summary>The undo of <see cref="Freeze"/>.</summary>
    Thaw,

    /// <summary>Freezes, sends SIGKILL to every process, thaws, and waits for their ends.</summary>
    Kill,
}

/// <summary>A line on the agent's standard input.</summary>
/// <param name="Id">Comes back with the answer; from 1.</param>
/// <param name="Act">What is to be done.</param>
/// <param name="Covers">The groups that are frozen at once: a zone's where all of it is hit, else the nodes' own. Paths below the root of the hierarchy, each in its run's group.</param>
/// <param name="Groups">The nodes' own groups, which stay frozen.</param>
public sealed record AgentRequest(long Id, AgentAct Act, IReadOnlyList<string> Covers, IReadOnlyList<string> Groups);
