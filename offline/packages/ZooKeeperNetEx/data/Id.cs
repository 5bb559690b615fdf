namespace org.apache.zookeeper.data;

/// <summary>Whom an <see cref="ACL"/> entry is about, as an authentication scheme and a name in it.</summary>
public class Id(string scheme, string id)
{
    public string getScheme() => scheme;

    public string getId() => id;

    public override string ToString() => $"{scheme}:{id}";
}
