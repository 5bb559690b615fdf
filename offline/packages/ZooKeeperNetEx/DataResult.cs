using org.apache.zookeeper.data;

namespace org.apache.zookeeper;

public class DataResult : NodeResult
{
    internal DataResult(byte[]? data, Stat stat)
        : base(stat) => Data = data;

    /// <summary>Null for a znode that was created without data.</summary>
    public byte[]? Data { get; }
}
