using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>The members of one consumer load: in one group, or with its partitions assigned among them in turn.</summary>
/// <remarks>Member 1 of <c>readers</c> is <c>readers.1</c>.</remarks>
internal sealed class ConsumerWorkload : IDisposable
{
    private readonly ConsumerLoad _load;
    private readonly IReadOnlyList<string> _topics;
    private readonly List<ConsumerClient> _members;
    private readonly ConcurrentDictionary<TopicPartition, long> _reached = new();

    public ConsumerWorkload(string bootstrap, Topology topology, ConsumerLoad load, Recorder recorder)
    {
        _load = load;
        _topics = [.. topology.Topics.Select(topic => topic.Name).Where(load.Reads)];
        _members = [.. Enumerable.Range(1, load.Members).Select(number => new ConsumerClient(bootstrap, load, string.Create(CultureInfo.InvariantCulture, $"{load.Name}.{number}"), recorder, Reach))];
        var partitions = PartitionsOf.Topics(topology.Topics.Where(topic => load.Reads(topic.Name))).ToList();
        for (var place = 0; place < _members.Count; place++)
        {
            if (load.Group is not null)
            {
                _members[place].Subscribe(_topics);
            }
            else
            {
                _members[place].Assign([.. partitions.Where((_, number) => number % load.Members == place)]);
            }
        }
    }

    /// <summary>Reads until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_members.Select(member => member.RunAsync(stop)));

    /// <summary>Whether any member was handed a record.</summary>
    public Look Runs() => new(_members.Exists(member => member.Reads), $"{_load.Name} reads nothing");

    /// <summary>Whether every partition of its topics was read up to an offset.</summary>
    /// <param name="ends">By partition.</param>
    public Look Reached(IReadOnlyDictionary<TopicPartition, long> ends)
    {
        var behind = ends.Where(end => _topics.Contains(end.Key.Topic) && _reached.GetValueOrDefault(end.Key) < end.Value)
            .Select(end => string.Create(CultureInfo.InvariantCulture, $"{_load.Name} at {_reached.GetValueOrDefault(end.Key)} of {end.Value} in {end.Key.Topic}/{end.Key.Partition.Value}"))
            .ToList();
        return new(behind.Count == 0, string.Join(", ", behind));
    }

    public void Dispose() => _members.ForEach(member => member.Dispose());

    private void Reach(TopicPartition partition, long next) => _reached.AddOrUpdate(partition, next, (_, before) => Math.Max(before, next));
}
