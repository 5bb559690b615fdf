using System.Reflection;
using Docker.DotNet;
using DotNet.Testcontainers.Configurations;
using KafkaChaos.Offline.Smoke;

if (args is not [var image])
{
    Console.Error.WriteLine("usage: smoke <image>: a local image that has sh, cat, hostname, stat and sleep");
    return 64;
}

using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));

// Testcontainers asks for API 1.44 unless told otherwise; an older engine refuses that. A client without a version speaks the engine's own.
using (var plain = new DockerClientBuilder().Build())
{
    var engine = await plain.System.GetVersionAsync(deadline.Token);
    if (Version.Parse(engine.APIVersion) < new Version(1, 44))
    {
        Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine.APIVersion);
    }
}

TestcontainersSettings.ResourceReaperEnabled = false;
using var client = TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(Guid.NewGuid()).Build();
var library = client.GetType().Assembly;
Report.Say($"{library.GetName().Name} {library.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion} "
    + $"by {library.GetCustomAttribute<AssemblyCompanyAttribute>()?.Company}, endpoint {client.Options.Endpoint}, API {client.Options.ApiVersion}");

var run = "smoke-" + Guid.NewGuid().ToString("N")[..8];
try
{
    await new ContainerTour(client, image, run).GoAsync(deadline.Token);
    await new EngineTour(client, image, run).GoAsync(deadline.Token);
    await new ErrorTour(client, image, run).GoAsync(deadline.Token);
    Report.Say("done: everything worked");
    return 0;
}
finally
{
    await new Cleanup(client, run).GoAsync(CancellationToken.None);
}
