using org.apache.jute;

namespace org.apache.zookeeper.proto;

/// <summary>Opens a session (id 0) or takes an existing one over to this server.</summary>
internal sealed record ConnectRequest(long LastZxidSeen, int TimeoutMs, long SessionId, byte[] Password)
{
    public byte[] ToFrame()
    {
        var writer = new JuteWriter();
        writer.WriteInt(0); // protocol version
        writer.WriteLong(LastZxidSeen);
        writer.WriteInt(TimeoutMs);
        writer.WriteLong(SessionId);
        writer.WriteBuffer(Password);
        writer.WriteBool(false); // a read-only server will not do
        return writer.ToFrame();
    }
}
