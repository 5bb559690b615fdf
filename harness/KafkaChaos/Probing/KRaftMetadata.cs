using KafkaChaos.Clusters;
using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>The metadata of a cluster that keeps it in a quorum of its own: controllers by what they say of themselves, all else by the log that they commit.</summary>
/// <param name="cluster">Whose.</param>
public sealed class KRaftMetadata(Cluster cluster) : IMetadata
{
    private readonly MetadataLog _followed = new(Controllers(cluster));

    // Of those who ask in between: what they read, the observer must see once more.
    private readonly MetadataLog _asked = new(Controllers(cluster));
    private readonly SemaphoreSlim _one = new(1);

    // When the last look that succeeded began.
    private TimeSpan _looked;

    public string Observer => Observers.MetadataLog;

    public string Means => "fetch";

    public Task<MemberStatus> MemberAsync(ClusterNode member, CancellationToken token) => ControllerStatus.AskAsync(member.Node.Id, member.ControllerEndpoint, token);

    public Task<int?> SyncedFollowersAsync(ClusterNode leader, CancellationToken token) => ControllerStatus.SyncedFollowersAsync(leader.ControllerEndpoint, token);

    public async Task<int?> ControllerAsync(CancellationToken token) => (await ReadAsync(token)).Leader;

    public async Task<PartitionStand?> PartitionAsync(string topic, int partition, CancellationToken token) =>
        (await ReadAsync(token)).Partition(topic, partition) is { } found ? new(found.Leader, found.LeaderEpoch, found.InSync, found.ControllerEpoch) : null;

    public async Task<IReadOnlyDictionary<int, IReadOnlyList<int>>> AssignmentAsync(string topic, CancellationToken token) =>
        (await ReadAsync(token)).Topics.GetValueOrDefault(topic)?.Partitions.ToDictionary(one => one.Key, one => one.Value.Replicas) ?? [];

    public async Task<BrokerStand> BrokerAsync(int broker, CancellationToken token) => (await ReadAsync(token)).Brokers.GetValueOrDefault(broker) switch
    {
        null => new(null, false, "not registered with the controller"),
        { Fenced: true } fenced => new(fenced.Registered, false, "registered and fenced"),
        var one => new(one.Registered, true, "registered"),
    };

    /// <summary>A topic's own setting; null where it has none.</summary>
    /// <exception cref="NoQuorumException">No controller that leads answered.</exception>
    public async Task<string?> SettingAsync(string topic, string setting, CancellationToken token) => (await ReadAsync(token)).Settings.GetValueOrDefault((topic, setting));

    public async Task<bool> LookAsync(Changes changes, CancellationToken token)
    {
        var began = changes.Now;
        if (!await _followed.LookAsync(image => See(image, _looked), token))
        {
            return false;
        }

        // What is as it was, was so until now.
        See(_followed.Image, began);
        _looked = began;
        return true;

        void See(MetadataImage image, TimeSpan from)
        {
            changes.See("controller", (image.Leader, image.Epoch), from, since => new ControllerSeen(since, image.Leader, image.Epoch) { At = changes.Now });
            foreach (var broker in cluster.Brokers.Select(node => node.Node.Id))
            {
                var epoch = image.Brokers.GetValueOrDefault(broker) is { Fenced: false } one ? one.Epoch : (long?)null;
                changes.See($"broker {broker}", epoch, from, since => new BrokerRegistration(broker, since, epoch is not null, epoch) { At = changes.Now });
            }

            foreach (var topic in cluster.Topology.Topics.Select(topic => topic.Name))
            {
                foreach (var (partition, state) in image.Topics.GetValueOrDefault(topic)?.Partitions ?? [])
                {
                    var seen = (state.Leader, state.LeaderEpoch, string.Join(',', state.InSync), state.ControllerEpoch);
                    changes.See($"{topic}/{partition}", seen, from, since =>
                        new PartitionState(topic, partition, since, state.Leader, state.LeaderEpoch, state.InSync, state.ControllerEpoch) { At = changes.Now });
                }
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _followed.Dispose();
        _asked.Dispose();
        _one.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<MetadataImage> ReadAsync(CancellationToken token)
    {
        await _one.WaitAsync(token);
        try
        {
            return await _asked.LookAsync(null, token) ? _asked.Image : throw new NoQuorumException("no controller that leads answered");
        }
        finally
        {
            _one.Release();
        }
    }

    private static List<(int Id, string Endpoint)> Controllers(Cluster cluster) => [.. cluster.Members.Select(node => (node.Node.Id, node.ControllerEndpoint))];
}
