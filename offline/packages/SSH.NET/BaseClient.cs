namespace Renci.SshNet;

public abstract class BaseClient : IDisposable
{
    private protected BaseClient()
    {
    }

    public void Connect() => throw SshRefusal.Of("Connecting to an SSH server");

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
