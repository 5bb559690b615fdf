namespace org.apache.zookeeper.proto;

/// <summary>The requests of ZooKeeper's protocol that are sent here.</summary>
internal enum OpCode
{
    Create = 1,
    Delete = 2,
    Exists = 3,
    GetData = 4,
    SetData = 5,
    GetAcl = 6,
    SetAcl = 7,
    Sync = 9,
    Ping = 11,
    GetChildren = 12, // the second form, which answers with the Stat as well
    SetWatches = 101,
    CloseSession = -11,
}
