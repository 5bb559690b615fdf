namespace org.apache.zookeeper.session;

/// <summary>The path of the server's tree that is the client's root.</summary>
internal sealed class Chroot(string root)
{
    private readonly string prefix = root == "/" ? "" : root;

    public string ToServer(string path) => prefix.Length > 0 && path == "/" ? prefix : prefix + path;

    public string ToClient(string path) =>
        path == prefix ? "/" : path.StartsWith(prefix + "/", StringComparison.Ordinal) ? path[prefix.Length..] : path;
}
