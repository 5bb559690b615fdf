namespace org.apache.zookeeper.proto;

/// <summary>Numbers that a frame carries in the place of a request's number.</summary>
internal static class Xid
{
    public const int Notification = -1;
    public const int Ping = -2;
    public const int SetWatches = -8;

    /// <summary>The number after this one; ordinary requests stay above zero.</summary>
    public static int After(int xid) => xid == int.MaxValue ? 1 : xid + 1;
}
