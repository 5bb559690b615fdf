using System.Globalization;

namespace org.apache.zookeeper.session;

/// <summary>One member of the connect string.</summary>
internal sealed record Server(string Host, int Port)
{
    public const int DefaultPort = 2181;

    /// <summary>Reads host, host:port, [v6] or [v6]:port; null where it is none of these.</summary>
    public static Server? Parse(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']') + 1 : text.LastIndexOf(':');
        if (text.StartsWith('[') && end == 0)
        {
            return null;
        }

        var host = end < 0 ? text : text[..end];
        var rest = end < 0 ? "" : text[end..];
        var port = DefaultPort;
        var isPort = rest.Length == 0
            || (rest[0] == ':' && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535);
        host = host.Trim('[', ']');
        return isPort && host.Length > 0 ? new Server(host, port) : null;
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
