using System.Net;

namespace Renci.SshNet;

public class ForwardedPortRemote : ForwardedPort
{
    public ForwardedPortRemote(IPAddress boundHostAddress, uint boundPort, IPAddress hostAddress, uint port)
        => throw SshRefusal.Of($"Forwarding {boundHostAddress}:{boundPort} to {hostAddress}:{port}");
}
