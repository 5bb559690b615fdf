using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Right scenarios whose topologies say all that a topology can.</summary>
internal static class Topologies
{
    internal const string Rich = """
        question: Does it live?
        topology:
          domains: { east: [a, b], west: [c] }
          zones:
            a: { zookeeper: 1, kafka: 1 }
            b: { zookeeper: 1, kafka: 1 }
            c:
              zookeeper: 1
              observers: 1
              kafka: 1
              nodes:
                witness: { is: zookeeper, settings: { snapCount: 1000 }, memory: 1GiB, heap: 512MiB, disk: { size: 240GB, kind: ssd } }
                archive: { is: kafka, settings: { num.io.threads: 2 }, disk: { kind: hdd } }
                second: { is: zookeeper }
          zookeeper:
            version: 3.9.4
            image: built
            settings: { tickTime: 500 }
            memory: 4GiB
            heap: 1GiB
            disk: { size: 470GB, kind: ssd }
            groups: { one: zookeeper-a-1, two: zookeeper-b-1, three: [zookeeper-c-1, witness, second] }
            weights: { zookeeper-a-1: 2, second: 0 }
          kafka: { version: 3.9.2, metadata: zookeeper, image: official, memory: 2GiB, racks: true }
          topics:
            orders: { partitions: 6, replication: 3, min.insync.replicas: 2 }
            placed: { min.insync.replicas: 1, placement: [[kafka-a-1, kafka-c-1], [archive, kafka-a-1]] }
        load: { rate: 200/s, acks: all, idempotence: true, record: 100B }
        steps:
          - { after: 10s, kill: { zone: a } }
        """;

    internal const string KRaft = """
        question: Does it live?
        topology:
          zones:
            a: { combined: 1 }
            b: { controllers: 1, kafka: 1 }
            c: { controllers: 1, kafka: 1 }
          kafka: { version: 4.1.0, metadata: kraft }
          topics:
            orders: { partitions: 6, replication: 3, min.insync.replicas: 2 }
        load: { rate: 200/s, acks: all, idempotence: true, record: 100B }
        steps:
          - { after: 10s, kill: { zone: a } }
        """;

    /// <summary>A text with one part replaced; the part must be there.</summary>
    internal static string With(string text, string part, string replacement)
    {
        Assert.That(text, Does.Contain(part));
        return text.Replace(part, replacement, StringComparison.Ordinal);
    }

    /// <summary>The topology of a scenario as a file of its own.</summary>
    internal static string FileOf(string scenario)
    {
        var lines = scenario.Split('\n').SkipWhile(line => line != "topology:").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal));
        return string.Join('\n', lines.Select(line => line[2..])) + "\n";
    }
}
