namespace org.apache.zookeeper;

/// <summary>Whether a znode outlives its session, and whether the server appends a sequence number to its name.</summary>
public class CreateMode
{
    public static readonly CreateMode PERSISTENT = new(0, "PERSISTENT");
    public static readonly CreateMode EPHEMERAL = new(1, "EPHEMERAL");
    public static readonly CreateMode PERSISTENT_SEQUENTIAL = new(2, "PERSISTENT_SEQUENTIAL");
    public static readonly CreateMode EPHEMERAL_SEQUENTIAL = new(3, "EPHEMERAL_SEQUENTIAL");

    private readonly int flag;
    private readonly string name;

    private CreateMode(int flag, string name)
    {
        this.flag = flag;
        this.name = name;
    }

    public bool isEphemeral() => (flag & 1) != 0;

    public bool isSequential() => (flag & 2) != 0;

    public override string ToString() => name;

    internal int toFlag() => flag;
}
