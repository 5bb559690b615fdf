using System.Net.Sockets;
using System.Text;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>Against sockets that answer as engines of a certain version would.</summary>
[NonParallelizable]
public sealed class DockerEndpointTests
{
    private string _folder = "";
    private string? _host;
    private string? _version;

    [SetUp]
    public void Remember()
    {
        _folder = Directory.CreateTempSubdirectory("kafkachaos-endpoint-").FullName;
        (_host, _version) = (Environment.GetEnvironmentVariable("DOCKER_HOST"), Environment.GetEnvironmentVariable("DOCKER_API_VERSION"));
        Environment.SetEnvironmentVariable("DOCKER_API_VERSION", null);
    }

    [TearDown]
    public void Restore()
    {
        Environment.SetEnvironmentVariable("DOCKER_HOST", _host);
        Environment.SetEnvironmentVariable("DOCKER_API_VERSION", _version);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task AnEngineOfApi141IsSpokenToInItsOwnVersion()
    {
        using var engine = Engine("Api-Version: 1.41\r\n");
        var endpoint = await DockerEndpoint.FindAsync(CancellationToken.None);
        Assert.That(endpoint.ApiVersion, Is.EqualTo(new Version(1, 41)));
        Assert.That(Environment.GetEnvironmentVariable("DOCKER_API_VERSION"), Is.EqualTo("1.41"));
    }

    [Test]
    public async Task ANewerEngineIsLeftToTheLibrary()
    {
        using var engine = Engine("Api-Version: 1.52\r\n");
        await DockerEndpoint.FindAsync(CancellationToken.None);
        Assert.That(Environment.GetEnvironmentVariable("DOCKER_API_VERSION"), Is.Null);
    }

    [Test]
    public async Task AnOlderEngineIsRefused()
    {
        using var engine = Engine("Api-Version: 1.40\r\n");
        var refusal = await Assert.ThrowsAsync<EnvironmentException>(() => DockerEndpoint.FindAsync(CancellationToken.None));
        Assert.That(refusal!.Message, Does.Contain("API 1.40").And.Contain("API 1.41 or newer"));
    }

    [Test]
    public async Task WhatIsNoEngineIsRefused()
    {
        using var engine = Engine("");
        var refusal = await Assert.ThrowsAsync<EnvironmentException>(() => DockerEndpoint.FindAsync(CancellationToken.None));
        Assert.That(refusal!.Message, Does.Contain("no Api-Version"));
    }

    [Test]
    public async Task ASocketThatIsNotThereIsNamedWithWhatToDo()
    {
        Environment.SetEnvironmentVariable("DOCKER_HOST", $"unix://{_folder}/none.sock");
        var refusal = await Assert.ThrowsAsync<EnvironmentException>(() => DockerEndpoint.FindAsync(CancellationToken.None));
        Assert.That(refusal!.Message, Does.Contain("none.sock").And.Contain("do:"));
    }

    [Test]
    public async Task AnAddressOfAnotherKindIsRefusedByName()
    {
        Environment.SetEnvironmentVariable("DOCKER_HOST", "ssh://somewhere");
        var refusal = await Assert.ThrowsAsync<EnvironmentException>(() => DockerEndpoint.FindAsync(CancellationToken.None));
        Assert.That(refusal!.Message, Does.Contain("ssh://"));
    }

    private Socket Engine(string header)
    {
        var path = Path.Combine(_folder, "engine.sock");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Environment.SetEnvironmentVariable("DOCKER_HOST", $"unix://{path}");
        _ = AnswerAsync(listener, header);
        return listener;
    }

    private static async Task AnswerAsync(Socket listener, string header)
    {
        using var connection = await listener.AcceptAsync();
        await connection.ReceiveAsync(new byte[4096]);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{header}Content-Length: 2\r\n\r\nOK"));
    }
}
