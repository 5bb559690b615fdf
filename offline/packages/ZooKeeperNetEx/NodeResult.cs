using org.apache.zookeeper.data;

namespace org.apache.zookeeper;

/// <summary>An answer that carries the znode's <see cref="data.Stat"/>.</summary>
public abstract class NodeResult
{
    private protected NodeResult(Stat stat) => Stat = stat;

    public Stat Stat { get; }
}
