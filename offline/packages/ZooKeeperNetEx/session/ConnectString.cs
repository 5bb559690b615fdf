namespace org.apache.zookeeper.session;

/// <summary>Servers separated by commas, and the path below which the client sees the tree: <c>a:2181,b:2181/kafka</c>.</summary>
internal sealed record ConnectString(IReadOnlyList<Server> Servers, Chroot Chroot)
{
    /// <summary>Throws <see cref="ArgumentException"/> with every part that cannot be read.</summary>
    public static ConnectString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/');
        var hosts = (slash < 0 ? text : text[..slash]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var bad = hosts.Where(host => Server.Parse(host) is null).ToList();
        if (hosts.Length == 0 || bad.Count > 0)
        {
            var seen = hosts.Length == 0 ? "it names no server" : $"not a server: {string.Join(", ", bad)}";
            throw new ArgumentException($"ZooKeeper connect string \"{text}\": {seen}; expected host:port,host:port/path, the port and the path optional.", nameof(text));
        }

        var root = slash < 0 ? "/" : text[slash..];
        ZnodePath.Validate(root);
        return new ConnectString([.. hosts.Select(host => Server.Parse(host)!)], new Chroot(root));
    }
}
