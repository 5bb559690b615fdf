using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>One reading of one scenario: its problems, and what the parts read so far have declared.</summary>
internal sealed class Reading(string file)
{
    internal string File => file;

    internal Problems Problems { get; } = new();

    /// <summary>Whether nothing will be launched, so that places without nodes are right.</summary>
    internal bool OnlyPlanned { get; set; }

    /// <summary>Null until the zones are read, and where they cannot be.</summary>
    internal Places? Places { get; set; }

    /// <summary>The file of the topology, where it has one of its own.</summary>
    internal SourceFile? TopologyFile { get; set; }

    /// <summary>Null until the topology is read, and where a layout of a topic is wrong.</summary>
    internal IReadOnlyList<TopicLayout>? Topics { get; set; }

    /// <summary>In milliseconds; the brokers refuse a producer that asks for more.</summary>
    internal int MostTransactionTimeout { get; set; } = KafkaReader.UsualMostTransactionTimeout;

    /// <summary>The steps above the one that is being read.</summary>
    internal StepsSoFar Steps { get; } = new();
}
