namespace org.apache.zookeeper;

/// <summary>ZooKeeper's rules for paths, checked before anything is sent.</summary>
internal static class ZnodePath
{
    /// <summary>Throws <see cref="ArgumentException"/> for a path that no server takes.</summary>
    public static void Validate(string path, bool isSequential = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        // The server appends a number to a sequential node's name, so that the given part may be empty.
        if (Fault(isSequential ? path + "1" : path) is { } fault)
        {
            throw new ArgumentException($"Znode path \"{path}\": {fault}.", nameof(path));
        }
    }

    private static string? Fault(string path)
    {
        if (!path.StartsWith('/'))
        {
            return "it must start with /";
        }

        if (path == "/")
        {
            return null;
        }

        foreach (var name in path[1..].Split('/'))
        {
            if (name.Length == 0)
            {
                return "it must not end with / and not hold an empty name";
            }

            if (name is "." or "..")
            {
                return "relative names are not allowed";
            }

            if (name.Any(IsForbidden))
            {
                return "it holds a character that ZooKeeper does not allow";
            }
        }

        return null;
    }

    private static bool IsForbidden(char c) =>
        c is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0';
}
