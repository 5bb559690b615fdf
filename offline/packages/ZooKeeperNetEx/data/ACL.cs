using org.apache.jute;

namespace org.apache.zookeeper.data;

/// <summary>One entry of a znode's access list; the permissions are bits of <see cref="ZooDefs.Perms"/>.</summary>
public class ACL(int perms, Id id)
{
    public int getPerms() => perms;

    public Id getId() => id;

    public override string ToString() => $"{perms} {id}";

    internal static ACL Read(JuteReader reader) =>
        new(reader.ReadInt(), new Id(reader.ReadString() ?? "", reader.ReadString() ?? ""));

    internal static void Write(JuteWriter writer, ACL acl)
    {
        writer.WriteInt(acl.getPerms());
        writer.WriteString(acl.getId().getScheme());
        writer.WriteString(acl.getId().getId());
    }
}
