namespace Docker.DotNet.Handler.Abstractions;

public sealed class NoopAuthProvider : IAuthProvider
{
    private NoopAuthProvider()
    {
    }

    public static IAuthProvider Instance { get; } = new NoopAuthProvider();

    public bool TlsEnabled => false;

    public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler) => handler;
}
