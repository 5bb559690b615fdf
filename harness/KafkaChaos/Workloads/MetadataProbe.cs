using System.Globalization;
using Confluent.Kafka.Admin;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Probing;

namespace KafkaChaos.Workloads;

/// <summary>The quorum probe of KRaft: alters a setting of a topic of its own at the controller that leads, which commits it by a majority before it answers.</summary>
/// <param name="cluster">Whose controllers.</param>
/// <param name="metadata">Reads what they committed.</param>
/// <param name="patience">How long that may take.</param>
/// <param name="rate">Writes a second; null for the harness's own 10.</param>
/// <param name="recorder">Gets every outcome.</param>
public sealed class MetadataProbe(Cluster cluster, KRaftMetadata metadata, TimeSpan patience, double? rate, Recorder recorder) : IQuorumProbe
{
    private const string Topic = "kafkachaos-probe";
    private const string Setting = "retention.ms";

    // Thirty years in milliseconds: nothing would be deleted by it.
    private const long Base = 1_000_000_000_000;

    private readonly MetadataWriter _writer = new([.. cluster.Members.Select(node => node.ControllerEndpoint)], KRaftMetadata.Patience(cluster));
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1 / (rate ?? 10));

    public Task PrepareAsync(CancellationToken token) => new TopicSetup(cluster).CreateAsync(
        [new TopicSpecification { Name = Topic, NumPartitions = 1, ReplicationFactor = (short)Math.Min(3, cluster.Brokers.Count()) }]);

    /// <summary>Writes until <paramref name="stop"/>, each as soon as it is due and the one before has its outcome.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_interval);
        try
        {
            for (var sequence = 0L; await timer.WaitForNextTickAsync(stop); sequence++)
            {
                var invoked = recorder.Now;
                // One that is stopped in the middle has an outcome, too.
                var refusal = await _writer.AlterAsync(Topic, Setting, (Base + sequence).ToString(CultureInfo.InvariantCulture), CancellationToken.None);
                recorder.Record(new QuorumWrite(sequence, invoked, refusal is null ? Outcome.Ok : Outcome.Unknown, null, refusal) { At = recorder.Now });
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Reads the setting off the log that the controllers committed; records nothing where none that leads answers in time.</summary>
    public async Task ReadAsync(CancellationToken token)
    {
        try
        {
            await Wait.UntilAsync("a controller that leads to tell what is committed", patience, async cancelled =>
            {
                var invoked = recorder.Now;
                var value = await metadata.SettingAsync(Topic, Setting, cancelled);
                recorder.Record(new QuorumRead(value is null ? null : long.Parse(value, CultureInfo.InvariantCulture) - Base, null) { At = recorder.Now, Invoked = invoked });
                return new Look(true, value ?? "no value");
            }, token);
        }
        // The rest of the run is judged all the same, and this is in doubt.
        catch (WaitException)
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }
}
