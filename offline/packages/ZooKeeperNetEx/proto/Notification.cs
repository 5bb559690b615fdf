using org.apache.jute;

namespace org.apache.zookeeper.proto;

/// <summary>A watch has fired; the path is the server's.</summary>
internal sealed record Notification(Watcher.Event.EventType Type, string Path)
{
    public static Notification Read(JuteReader reader)
    {
        var type = (Watcher.Event.EventType)reader.ReadInt();
        reader.ReadInt(); // the state, always connected
        return new Notification(type, reader.ReadString() ?? "");
    }
}
