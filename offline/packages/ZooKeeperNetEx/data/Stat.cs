using org.apache.jute;

namespace org.apache.zookeeper.data;

/// <summary>What ZooKeeper knows of a znode; times are milliseconds since 1970.</summary>
public class Stat
{
    private readonly long czxid;
    private readonly long mzxid;
    private readonly long ctime;
    private readonly long mtime;
    private readonly int version;
    private readonly int cversion;
    private readonly int aversion;
    private readonly long ephemeralOwner;
    private readonly int dataLength;
    private readonly int numChildren;
    private readonly long pzxid;

    internal Stat(JuteReader reader)
    {
        czxid = reader.ReadLong();
        mzxid = reader.ReadLong();
        ctime = reader.ReadLong();
        mtime = reader.ReadLong();
        version = reader.ReadInt();
        cversion = reader.ReadInt();
        aversion = reader.ReadInt();
        ephemeralOwner = reader.ReadLong();
        dataLength = reader.ReadInt();
        numChildren = reader.ReadInt();
        pzxid = reader.ReadLong();
    }

    public long getCzxid() => czxid;

    public long getMzxid() => mzxid;

    public long getCtime() => ctime;

    public long getMtime() => mtime;

    public int getVersion() => version;

    public int getCversion() => cversion;

    public int getAversion() => aversion;

    /// <summary>The session that owns an ephemeral znode; 0 for a persistent one.</summary>
    public long getEphemeralOwner() => ephemeralOwner;

    public int getDataLength() => dataLength;

    public int getNumChildren() => numChildren;

    public long getPzxid() => pzxid;

    public override string ToString() =>
        $"czxid:0x{czxid:x} mzxid:0x{mzxid:x} ctime:{ctime} mtime:{mtime} version:{version} cversion:{cversion} aversion:{aversion} " +
        $"ephemeralOwner:0x{ephemeralOwner:x} dataLength:{dataLength} numChildren:{numChildren} pzxid:0x{pzxid:x}";
}
