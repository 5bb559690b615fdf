using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>The settings that bound an outage, as the processes were given them; an absent one has its software's default.</summary>
/// <param name="ZooKeeper">Of <c>zoo.cfg</c>.</param>
/// <param name="Kafka">Of <c>server.properties</c>.</param>
/// <param name="Producer">Of the producer, by librdkafka's names.</param>
public sealed record ClusterSettings(
    IReadOnlyDictionary<string, string> ZooKeeper,
    IReadOnlyDictionary<string, string> Kafka,
    IReadOnlyDictionary<string, string> Producer)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Whether the brokers' sessions are with KRaft's controllers.</summary>
    public bool IsKRaft { get; init; }

    public TimeSpan Tick => Read(ZooKeeper, "tickTime", 3000);

    public TimeSpan SyncLimit => Count(ZooKeeper, "syncLimit", 5) * Tick;

    /// <summary>What a broker asks ZooKeeper for.</summary>
    public TimeSpan SessionAsked => Read(Kafka, "zookeeper.session.timeout.ms", 18000);

    /// <summary>After which a silent broker is out of the cluster: in KRaft <c>broker.session.timeout.ms</c>, else what ZooKeeper grants.</summary>
    public TimeSpan Session => IsKRaft ? Read(Kafka, "broker.session.timeout.ms", 9000) : Granted;

    public TimeSpan RetryBackoffMost => Read(Producer, "retry.backoff.max.ms", 1000);

    public TimeSpan ReconnectBackoffMost => Read(Producer, "reconnect.backoff.max.ms", 10000);

    /// <summary>After which a client gives up a connection on which nothing comes.</summary>
    public TimeSpan SocketTimeout => Read(Producer, "socket.timeout.ms", 60000);

    public TimeSpan Linger => Read(Producer, "linger.ms", 5);

    /// <summary>After which a leader may take a silent follower out of the in-sync set; it looks every half of it.</summary>
    public TimeSpan ReplicaLagMost => Read(Kafka, "replica.lag.time.max.ms", 30000);

    /// <summary>After which a KRaft controller that the leader does not answer stands for election.</summary>
    public TimeSpan FetchTimeout => Read(Kafka, "controller.quorum.fetch.timeout.ms", 2000);

    /// <summary>After which a KRaft election that nobody won is given up; each candidate takes up to twice as long, by chance.</summary>
    public TimeSpan ElectionTimeout => Read(Kafka, "controller.quorum.election.timeout.ms", 1000);

    /// <summary>The longest that a KRaft candidate pauses before it stands again.</summary>
    public TimeSpan ElectionBackoff => Read(Kafka, "controller.quorum.election.backoff.max.ms", 1000);

    /// <summary>After which a request to a silent KRaft controller is made to another.</summary>
    public TimeSpan QuorumRequestTimeout => Read(Kafka, "controller.quorum.request.timeout.ms", 2000);

    /// <summary>Of a topology alone, where nothing was launched.</summary>
    public static ClusterSettings Of(Topology topology) =>
        new(topology.ZooKeeper?.Settings ?? None, topology.Kafka?.Settings ?? None, None) { IsKRaft = topology.IsKRaft };

    /// <summary>A whole number of <c>server.properties</c>.</summary>
    /// <exception cref="FormatException">The setting is no number.</exception>
    public int KafkaNumber(string name, int absent) => (int)Count(Kafka, name, absent);

    // Within minSessionTimeout and maxSessionTimeout, by default 2 and 20 ticks.
    private TimeSpan Granted
    {
        get
        {
            var least = InTicks("minSessionTimeout", 2);
            var most = InTicks("maxSessionTimeout", 20);
            return SessionAsked < least ? least : SessionAsked > most ? most : SessionAsked;
        }
    }

    // ZooKeeper takes -1 as if it were not set.
    private TimeSpan InTicks(string name, int absent) => Read(ZooKeeper, name, -1) is var given && given < TimeSpan.Zero ? absent * Tick : given;

    private static TimeSpan Read(IReadOnlyDictionary<string, string> settings, string name, double absent) =>
        TimeSpan.FromMilliseconds(Count(settings, name, absent));

    /// <exception cref="FormatException">The setting is no number.</exception>
    private static double Count(IReadOnlyDictionary<string, string> settings, string name, double absent)
    {
        if (!settings.TryGetValue(name, out var text))
        {
            return absent;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"setting {name} is {text}, expected a number");
    }
}
