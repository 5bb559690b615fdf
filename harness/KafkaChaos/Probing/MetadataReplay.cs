using System.Collections.Immutable;

namespace KafkaChaos.Probing;

/// <summary>Makes the image of a cluster's metadata out of its log, batch after batch.</summary>
internal sealed class MetadataReplay
{
    // The kind of control record by which a leader begins its epoch.
    private const short LeaderChange = 2;

    private readonly Dictionary<Guid, string> _names = [];

    // Null outside of a transaction.
    private List<(MetadataRecord Record, RecordBatch Batch)>? _pending;

    public MetadataImage Image { get; private set; } = MetadataImage.Empty;

    /// <summary>The leader epoch of the last batch; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <param name="batch">The one that begins where the image ends.</param>
    /// <returns>Whether a partition, a broker or the leader is another than before.</returns>
    /// <exception cref="InvalidDataException">It is not the next one, or does not fit the ones before.</exception>
    public bool Apply(RecordBatch batch)
    {
        if (batch.Offset != Image.Offset)
        {
            throw new InvalidDataException($"metadata log: a batch at offset {batch.Offset} where {Image.Offset} is next; a state in between would be missed");
        }

        var before = Image;
        foreach (var (key, value) in batch.Records)
        {
            if (batch.Control)
            {
                TakeLeader(key, value, batch.Epoch);
            }
            else if (MetadataRecord.Read(value) is { } record)
            {
                Take(record, batch);
            }
        }

        Epoch = batch.Epoch;
        Image = Image with { Offset = batch.Next };
        return !ReferenceEquals(before.Topics, Image.Topics) || !ReferenceEquals(before.Brokers, Image.Brokers) || before.Epoch != Image.Epoch;
    }

    private void TakeLeader(KafkaReader key, KafkaReader value, int epoch)
    {
        key.Skip(2); // version
        if (key.Int16() == LeaderChange)
        {
            value.Skip(2); // version
            Image = Image with { Leader = value.Int32(), Epoch = epoch };
        }
    }

    private void Take(MetadataRecord record, RecordBatch batch)
    {
        switch (record)
        {
            case TransactionBegun:
                _pending = [];
                break;
            case TransactionAborted:
                _pending = null;
                break;
            case TransactionEnded:
                foreach (var one in _pending ?? [])
                {
                    Change(one.Record, one.Batch);
                }

                _pending = null;
                break;
            default:
                if (_pending is null)
                {
                    Change(record, batch);
                }
                else
                {
                    _pending.Add((record, batch));
                }

                break;
        }
    }

    private void Change(MetadataRecord record, RecordBatch batch)
    {
        switch (record)
        {
            case TopicAdded topic:
                _names[topic.Id] = topic.Name;
                Put(topic.Name, new(topic.Id, ImmutableDictionary<int, PartitionImage>.Empty));
                break;
            case TopicRemoved topic:
                var gone = Name(topic.Id);
                Image = Image with { Topics = Image.Topics.Remove(gone), Settings = Image.Settings.RemoveRange(Image.Settings.Keys.Where(one => one.Topic == gone)) };
                _names.Remove(topic.Id);
                break;
            case PartitionAdded added:
                Put(added.Topic, added.Number, new(added.Replicas, added.Leader, added.LeaderEpoch, added.InSync, batch.Epoch));
                break;
            case PartitionChanged change:
                var old = Image.Partition(Name(change.Topic), change.Number)
                    ?? throw new InvalidDataException($"metadata log: partition {change.Number} of topic {Name(change.Topic)} changes at offset {batch.Offset} before it is there");
                Put(change.Topic, change.Number, new(
                    change.Replicas ?? old.Replicas,
                    change.Leader ?? old.Leader,
                    change.Leader is null ? old.LeaderEpoch : old.LeaderEpoch + 1,
                    change.InSync ?? old.InSync,
                    batch.Epoch));
                break;
            case SettingChanged { Topic: { } name } setting:
                Image = Image with
                {
                    Settings = setting.Value is { } set ? Image.Settings.SetItem((name, setting.Name), set) : Image.Settings.Remove((name, setting.Name)),
                };
                break;
            case BrokerRegistered broker:
                Put(broker.Id, new(broker.Epoch, broker.Fenced, batch.At));
                break;
            case BrokerUnregistered broker:
                Image = Image with { Brokers = Image.Brokers.Remove(broker.Id) };
                break;
            case BrokerChanged change when Image.Brokers.TryGetValue(change.Id, out var known):
                Put(change.Id, known with { Fenced = change.Fenced ?? known.Fenced });
                break;
        }
    }

    // A name that was removed and created again is another topic.
    private string Name(Guid topic) => _names.TryGetValue(topic, out var name) && Image.Topics.GetValueOrDefault(name)?.Id == topic
        ? name
        : throw new InvalidDataException($"metadata log: topic {topic} is spoken of behind offset {Image.Offset} without being there");

    private void Put(string name, TopicImage topic) => Image = Image with { Topics = Image.Topics.SetItem(name, topic) };

    private void Put(Guid topic, int number, PartitionImage partition)
    {
        var name = Name(topic);
        var old = Image.Topics[name];
        Put(name, old with { Partitions = old.Partitions.SetItem(number, partition) });
    }

    private void Put(int id, BrokerImage broker) => Image = Image with { Brokers = Image.Brokers.SetItem(id, broker) };
}
