using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Of an ensemble and the brokers' sessions in it.</summary>
internal sealed class ZooKeeperTimes(Topology topology, ClusterSettings settings) : IMetadataTimes
{
    // Seen on two cores: 0.3 to 0.75 s after a kill, 0.2 s of it FastLeaderElection's final wait; a notification
    // that was missed is repeated after 0.2 s, doubling.
    private static readonly TimeSpan ElectionAllowance = TimeSpan.FromSeconds(2);

    // ClientCnxn waits up to a second before each server that it tries after the first.
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    public string Member => "a ZooKeeper member";

    public Sum Expiry => new Sum()
        .Add(settings.Session == settings.SessionAsked ? "session" : $"session (asked {Sum.Show(settings.SessionAsked)}, granted by ticks)", settings.Session)
        .Add("1.5 ticks, to which ZooKeeper rounds it and by which followers report it", 1.5 * settings.Tick);

    public Sum Election(bool silent) =>
        (silent ? new Sum().Add("a silent leader is given up after syncLimit ticks", settings.SyncLimit) : new Sum())
        .Add("ZooKeeper election", ElectionAllowance).Add("2 ticks for synchronisation", 2 * settings.Tick);

    // Whoever asks is a client, and hears a member by its session alone.
    public Sum Heard(bool silent) => Write(silent);

    public Sum Write(bool silent)
    {
        var members = topology.Ensemble.Count();
        var sum = Election(silent).Add($"reconnection, 1 s for each of {members} members", members * Reconnect);
        return silent ? sum.Add("a silent member is given up by its clients after 2/3 of a session", settings.Session * (2.0 / 3)) : sum;
    }
}
