namespace Renci.SshNet;

public class SshClient : BaseClient
{
    public SshClient(string host, int port, string username, string password)
        => throw SshRefusal.Of($"An SSH connection to {username}@{host}:{port}");

    public void AddForwardedPort(ForwardedPort port) => throw SshRefusal.Of("Forwarding a port");
}
