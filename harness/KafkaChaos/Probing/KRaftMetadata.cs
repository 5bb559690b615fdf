using KafkaChaos.Clusters;
using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>The metadata of a cluster that keeps it in a quorum of its own: controllers by what they say of themselves, all else by the log that they commit.</summary>
/// <param name="cluster">Whose.</param>
public sealed class KRaftMetadata(Cluster cluster) : IMetadata
{
    private readonly MetadataLog _log = new(Endpoints(cluster), TimeProvider.System);
    private readonly SemaphoreSlim _one = new(1);

    // To whom changes are told, whoever looks; null before the observer looks.
    private Changes? _changes;

    // When the last look that succeeded began.
    private TimeSpan _looked;

    private readonly Dictionary<int, string> _controllers = Endpoints(cluster).ToDictionary(one => one.Id, one => one.Endpoint);

    // After which a follower would look for another leader.
    private readonly TimeSpan _late = FetchTimeout(cluster);

    public string Observer => Observers.MetadataLog;

    public string Means => "fetch";

    public Task<MemberStatus> MemberAsync(ClusterNode member, CancellationToken token) => ControllerStatus.OfAsync(member.Node.Id, _controllers, _late, token);

    public async Task<int?> SyncedFollowersAsync(ClusterNode leader, CancellationToken token) => (await QuorumDescription.AskAsync(leader.ControllerEndpoint, token))?.Synced;

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

    public Task<bool> LookAsync(Changes changes, CancellationToken token)
    {
        _changes = changes;
        return LookAsync(token);
    }

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        _one.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A leader to which no majority comes for so long gives up: what it has not answered by then it will not.</summary>
    internal static TimeSpan Patience(Cluster cluster) => 1.5 * FetchTimeout(cluster);

    private static TimeSpan FetchTimeout(Cluster cluster) =>
        TimeSpan.FromMilliseconds(int.Parse(cluster.KafkaSettings["controller.quorum.fetch.timeout.ms"], System.Globalization.CultureInfo.InvariantCulture));

    private async Task<MetadataImage> ReadAsync(CancellationToken token) =>
        await LookAsync(token) ? _log.Image : throw new NoQuorumException("no controller that leads answered");

    // Whoever looks, the observer is told: what was read is not read again.
    private async Task<bool> LookAsync(CancellationToken token)
    {
        await _one.WaitAsync(token);
        try
        {
            var changes = _changes;
            var began = changes?.Now ?? TimeSpan.Zero;
            if (!await _log.LookAsync(changes is null ? null : image => See(changes, image, _looked), token))
            {
                return false;
            }

            // What is as it was, was so until now.
            if (changes is not null)
            {
                See(changes, _log.Image, began);
                _looked = began;
            }

            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    private void See(Changes changes, MetadataImage image, TimeSpan from)
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

    private static List<(int Id, string Endpoint)> Endpoints(Cluster cluster) => [.. cluster.Members.Select(node => (node.Node.Id, node.ControllerEndpoint))];
}
