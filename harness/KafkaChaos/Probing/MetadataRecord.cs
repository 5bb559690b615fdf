namespace KafkaChaos.Probing;

/// <summary>What one record of the metadata log says, of the kinds that an image is made of.</summary>
internal abstract record MetadataRecord
{
    private const uint Frame = 1;

    private delegate MetadataRecord Body(KafkaReader value, uint version);

    /// <returns>Null where it is of another kind.</returns>
    /// <exception cref="InvalidDataException">It is in a form that no release from 3.6 to 4.3 writes.</exception>
    public static MetadataRecord? Read(KafkaReader value)
    {
        var frame = value.Unsigned();
        if (frame != Frame)
        {
            throw value.Malformed($"a metadata record in frame {frame}");
        }

        var (kind, version) = (value.Unsigned(), value.Unsigned());
        (uint Newest, Body Read)? known = kind switch
        {
            0 => (4, BrokerRegistered.Read),
            1 => (0, (from, _) => new BrokerUnregistered(from.Int32())),
            2 => (0, (from, _) => new TopicAdded(from.Text() ?? "", from.Uuid())),
            3 => (2, (from, _) => PartitionAdded.Read(from)),
            4 => (0, (from, _) => SettingChanged.Read(from)),
            5 => (2, (from, _) => PartitionChanged.Read(from)),
            7 => (0, (from, _) => new BrokerChanged(from.Int32(), Fenced: true)),
            8 => (0, (from, _) => new BrokerChanged(from.Int32(), Fenced: false)),
            9 => (0, (from, _) => new TopicRemoved(from.Uuid())),
            17 => (3, (from, _) => BrokerChanged.Read(from)),
            23 => (0, (_, _) => new TransactionBegun()),
            24 => (0, (_, _) => new TransactionEnded()),
            25 => (0, (_, _) => new TransactionAborted()),
            _ => null,
        };
        return known is not { } form ? null
            : version <= form.Newest ? form.Read(value, version)
            : throw value.Malformed($"version {version} of metadata record {kind}, where the newest known is {form.Newest}");
    }

    protected static int[] Ids(KafkaReader value) => value.Array(id => id.Int32());
}

internal sealed record TopicAdded(string Name, Guid Id) : MetadataRecord;

internal sealed record TopicRemoved(Guid Id) : MetadataRecord;

/// <param name="Topic">Name of the topic; null where the setting is of something else.</param>
/// <param name="Name">The setting's.</param>
/// <param name="Value">Null where it is set no more.</param>
internal sealed record SettingChanged(string? Topic, string Name, string? Value) : MetadataRecord
{
    private const sbyte OfTopic = 2;

    internal static new SettingChanged Read(KafkaReader value)
    {
        var (kind, resource) = (value.Int8(), value.Text());
        return new(kind == OfTopic ? resource : null, value.Text() ?? "", value.Text());
    }
}

internal sealed record PartitionAdded(Guid Topic, int Number, int[] Replicas, int[] InSync, int Leader, int LeaderEpoch) : MetadataRecord
{
    // What follows is of no use here.
    internal static new PartitionAdded Read(KafkaReader value)
    {
        var (number, topic, replicas, inSync) = (value.Int32(), value.Uuid(), Ids(value), Ids(value));
        Ids(value); // removing
        Ids(value); // adding
        return new(topic, number, replicas, inSync, value.Int32(), value.Int32());
    }
}

/// <param name="Topic">Its id.</param>
/// <param name="Number">The partition's.</param>
/// <param name="Replicas">Null where they stay as they are.</param>
/// <param name="InSync">Null where they stay as they are.</param>
/// <param name="Leader">-1 where there is none any more; null where it is as before, which is not its new election.</param>
internal sealed record PartitionChanged(Guid Topic, int Number, int[]? Replicas, int[]? InSync, int? Leader) : MetadataRecord
{
    private const int Same = -2;

    internal static new PartitionChanged Read(KafkaReader value)
    {
        var (number, topic) = (value.Int32(), value.Uuid());
        var (replicas, inSync, leader) = (default(int[]), default(int[]), Same);
        value.Tagged((tag, field) =>
        {
            switch (tag)
            {
                case 0:
                    inSync = Ids(field);
                    break;
                case 1:
                    leader = field.Int32();
                    break;
                case 2:
                    replicas = Ids(field);
                    break;
            }
        });
        return new(topic, number, replicas, inSync, leader == Same ? null : leader);
    }
}

internal sealed record BrokerRegistered(int Id, long Epoch, bool Fenced) : MetadataRecord
{
    internal static BrokerRegistered Read(KafkaReader value, uint version)
    {
        var id = value.Int32();
        value.Skip(version >= 2 ? 1 : 0); // migrating from ZooKeeper
        value.Skip(16); // incarnation
        var epoch = value.Int64();
        value.Array(endpoint =>
        {
            endpoint.Text(); // name
            endpoint.Text(); // host
            endpoint.Skip(2 + 2); // port, protocol
            endpoint.Tagged();
            return 0;
        });
        value.Array(feature =>
        {
            feature.Text();
            feature.Skip(2 + 2); // its oldest and newest level
            feature.Tagged();
            return 0;
        });
        value.Text(); // rack
        return new(id, epoch, value.Int8() != 0);
    }
}

internal sealed record BrokerUnregistered(int Id) : MetadataRecord;

/// <param name="Id">The broker's.</param>
/// <param name="Fenced">Null where it is as before.</param>
internal sealed record BrokerChanged(int Id, bool? Fenced) : MetadataRecord
{
    internal static new BrokerChanged Read(KafkaReader value)
    {
        var id = value.Int32();
        value.Skip(8); // epoch
        var change = 0;
        value.Tagged((tag, field) => change = tag == 0 ? field.Int8() : change);
        return new(id, change == 0 ? null : change > 0);
    }
}

/// <summary>What follows counts when the transaction ends, and not before.</summary>
internal sealed record TransactionBegun : MetadataRecord;

internal sealed record TransactionEnded : MetadataRecord;

internal sealed record TransactionAborted : MetadataRecord;
