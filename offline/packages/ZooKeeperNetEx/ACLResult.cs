using org.apache.zookeeper.data;

namespace org.apache.zookeeper;

public class ACLResult : NodeResult
{
    internal ACLResult(List<ACL> acls, Stat stat)
        : base(stat) => Acls = acls;

    public List<ACL> Acls { get; }
}
