namespace Docker.DotNet.Handler.Abstractions;

public interface IAuthProvider
{
    bool TlsEnabled { get; }

    HttpMessageHandler ConfigureHandler(HttpMessageHandler handler);
}
