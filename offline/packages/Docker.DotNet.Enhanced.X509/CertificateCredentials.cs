using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet.Handler.Abstractions;
using KafkaChaos.Offline;

namespace Docker.DotNet.X509;

public class CertificateCredentials : IAuthProvider
{
    public CertificateCredentials(X509Certificate2 certificate)
        => throw Refusal.Of($"A Docker endpoint with TLS (client certificate {certificate?.Subject})", "Docker.DotNet.Enhanced.X509");

    public bool TlsEnabled => true;

    public RemoteCertificateValidationCallback? ServerCertificateValidationCallback { get; set; }

    public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler) => handler;
}
