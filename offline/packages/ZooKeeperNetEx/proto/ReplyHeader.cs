using org.apache.jute;

namespace org.apache.zookeeper.proto;

/// <summary>What every frame from the server starts with.</summary>
internal readonly record struct ReplyHeader(int Xid, long Zxid, int Error)
{
    public static ReplyHeader Read(JuteReader reader) => new(reader.ReadInt(), reader.ReadLong(), reader.ReadInt());
}
