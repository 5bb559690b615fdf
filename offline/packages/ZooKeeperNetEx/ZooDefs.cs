using org.apache.zookeeper.data;

namespace org.apache.zookeeper;

public static class ZooDefs
{
    [Flags]
    public enum Perms
    {
        READ = 1,
        WRITE = 2,
        CREATE = 4,
        DELETE = 8,
        ADMIN = 16,
        ALL = READ | WRITE | CREATE | DELETE | ADMIN,
    }

    public static class Ids
    {
        public static readonly Id ANYONE_ID_UNSAFE = new("world", "anyone");

        /// <summary>Everybody may do everything.</summary>
        public static readonly List<ACL> OPEN_ACL_UNSAFE = [new ACL((int)Perms.ALL, ANYONE_ID_UNSAFE)];

        public static readonly List<ACL> READ_ACL_UNSAFE = [new ACL((int)Perms.READ, ANYONE_ID_UNSAFE)];
    }
}
