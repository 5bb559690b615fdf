using org.apache.zookeeper.data;

namespace org.apache.zookeeper;

public class ChildrenResult : NodeResult
{
    internal ChildrenResult(List<string> children, Stat stat)
        : base(stat) => Children = children;

    /// <summary>Names, not paths, in no order.</summary>
    public List<string> Children { get; }
}
