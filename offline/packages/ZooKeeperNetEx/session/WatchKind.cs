namespace org.apache.zookeeper.session;

/// <summary>What a watch waits for: a change of a znode, its creation, or a change of its children.</summary>
internal enum WatchKind
{
    Data,
    Exist,
    Children,
}
