using System.Globalization;
using System.Text.Json;
using org.apache.zookeeper;

namespace KafkaChaos.Probing;

/// <summary>What Kafka keeps in ZooKeeper, at one moment: the truth that clients' metadata may lag behind.</summary>
/// <param name="Controller">Broker id; null while there is none.</param>
/// <param name="ControllerEpoch">0 before the first.</param>
/// <param name="Brokers">Registered brokers with their epochs (czxid).</param>
public sealed record KafkaZnodes(int? Controller, int ControllerEpoch, IReadOnlyDictionary<int, long> Brokers)
{
    /// <exception cref="KeeperException">ZooKeeper did not answer.</exception>
    public static async Task<KafkaZnodes> ReadAsync(ZooKeeper client)
    {
        var controller = await JsonAsync(client, "/controller", json => json.GetProperty("brokerid").GetInt32());
        var epoch = await client.existsAsync("/controller_epoch", false) is null ? null : await client.getDataAsync("/controller_epoch", false);
        var ids = await client.existsAsync("/brokers/ids", false) is null ? [] : (await client.getChildrenAsync("/brokers/ids", false)).Children;
        var brokers = new Dictionary<int, long>();
        foreach (var id in ids)
        {
            if (await client.existsAsync($"/brokers/ids/{id}", false) is { } stat)
            {
                brokers[int.Parse(id, CultureInfo.InvariantCulture)] = stat.getCzxid();
            }
        }

        return new(
            controller,
            epoch is null ? 0 : int.Parse(System.Text.Encoding.ASCII.GetString(epoch.Data ?? []), CultureInfo.InvariantCulture),
            brokers);
    }

    /// <returns>Null where the controller has not written it yet.</returns>
    /// <exception cref="KeeperException">ZooKeeper did not answer.</exception>
    public static async Task<PartitionStand?> ReadPartitionAsync(ZooKeeper client, string topic, int partition)
    {
        var state = default(PartitionStand);
        await JsonAsync(client, $"/brokers/topics/{topic}/partitions/{partition}/state", json =>
        {
            state = new(
                json.GetProperty("leader").GetInt32(),
                json.GetProperty("leader_epoch").GetInt32(),
                [.. json.GetProperty("isr").EnumerateArray().Select(id => id.GetInt32())],
                json.GetProperty("controller_epoch").GetInt32());
            return 0;
        });
        return state;
    }

    /// <returns>Replicas of each partition; empty where the topic is not there.</returns>
    /// <exception cref="KeeperException">ZooKeeper did not answer.</exception>
    public static async Task<IReadOnlyDictionary<int, IReadOnlyList<int>>> ReadAssignmentAsync(ZooKeeper client, string topic)
    {
        var assignment = new Dictionary<int, IReadOnlyList<int>>();
        await JsonAsync(client, $"/brokers/topics/{topic}", json =>
        {
            foreach (var partition in json.GetProperty("partitions").EnumerateObject())
            {
                assignment[int.Parse(partition.Name, CultureInfo.InvariantCulture)] = [.. partition.Value.EnumerateArray().Select(id => id.GetInt32())];
            }

            return 0;
        });
        return assignment;
    }

    private static async Task<int?> JsonAsync(ZooKeeper client, string path, Func<JsonElement, int> read)
    {
        try
        {
            using var json = JsonDocument.Parse((await client.getDataAsync(path, false)).Data ?? []);
            return read(json.RootElement);
        }
        catch (KeeperException.NoNodeException)
        {
            return null;
        }
    }
}
