namespace Renci.SshNet;

public abstract class ForwardedPort : IDisposable
{
    private protected ForwardedPort()
    {
    }

    public virtual void Start() => throw SshRefusal.Of("Forwarding a port");

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
