using Confluent.Kafka;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>The settings of a consumer's client.</summary>
internal static class ConsumerSettings
{
    public static ConsumerConfig Of(ConsumerLoad load, string bootstrap, string name)
    {
        var config = ClientSettings.Bounded(new ConsumerConfig(), bootstrap, name);

        // librdkafka wants a group of every consumer; one whose partitions are assigned never joins its own.
        config.GroupId = load.Group ?? name;
        config.EnableAutoCommit = load.Group is not null;
        config.AutoCommitIntervalMs = 1_000;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.EnablePartitionEof = true;
        config.IsolationLevel = load.Committed ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted;
        config.SessionTimeoutMs = 10_000;
        config.HeartbeatIntervalMs = 3_000;
        config.MaxPollIntervalMs = 300_000;
        config.FetchWaitMaxMs = 100;
        return ClientSettings.With(config, load.Settings);
    }
}
