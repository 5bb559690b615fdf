using org.apache.jute;

namespace org.apache.zookeeper.proto;

/// <summary>The server's answer: the negotiated session, or a timeout of 0 where the session has expired.</summary>
internal sealed record ConnectResponse(int TimeoutMs, long SessionId, byte[] Password)
{
    public bool Expired => TimeoutMs <= 0;

    public static ConnectResponse Read(JuteReader reader)
    {
        reader.ReadInt(); // protocol version
        return new ConnectResponse(reader.ReadInt(), reader.ReadLong(), reader.ReadBuffer() ?? []);
    }
}
