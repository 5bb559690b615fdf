using System.Globalization;
using System.Text;
using Confluent.Kafka;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>One stop on a producer's way through its partitions.</summary>
/// <param name="Log">Place of its partition among <see cref="RecordRoute.Partitions"/>.</param>
/// <param name="Key">The record's key, which the client's partitioner takes there; null where the partition is named instead.</param>
internal readonly record struct Stop(int Log, byte[]? Key);

/// <summary>Where a producer's records go: to each of its partitions in turn, by naming it or by a key that is hashed to it.</summary>
internal sealed class RecordRoute
{
    private const int KeysOfAPartition = 4;

    private readonly Stop[] _stops;

    public RecordRoute(ProducerLoad load, Topology topology)
    {
        var topics = topology.Topics.Where(topic => load.Writes(topic.Name)).ToList();
        Partitions = [.. PartitionsOf.Topics(topics)];
        if (load.Keys == Keys.PerPartition)
        {
            _stops = [.. Partitions.Select((_, place) => new Stop(place, null))];
            return;
        }

        // A round brings each partition one key, so that no partition waits longer than without keys.
        var keys = topics.ToDictionary(topic => topic.Name, topic => KeysOf(topic.Partitions));
        _stops = [.. Enumerable.Range(0, KeysOfAPartition).SelectMany(round => Partitions.Select((partition, place) => new Stop(place, keys[partition.Topic][partition.Partition.Value][round])))];
    }

    public IReadOnlyList<TopicPartition> Partitions { get; }

    /// <summary>Where the record with that number goes.</summary>
    public Stop this[long number] => _stops[number % _stops.Length];

    /// <summary>By partition, the first of the keys 0, 1, 2, ... that are hashed to it.</summary>
    private static List<byte[]>[] KeysOf(int partitions)
    {
        var keys = Enumerable.Range(0, partitions).Select(_ => new List<byte[]>(KeysOfAPartition)).ToArray();
        for (var number = 0; keys.Any(of => of.Count < KeysOfAPartition); number++)
        {
            var key = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
            var of = keys[Murmur2.PartitionOf(key, partitions)];
            if (of.Count < KeysOfAPartition)
            {
                of.Add(key);
            }
        }

        return keys;
    }
}
