using NUnit.Framework;

namespace KafkaChaos.Tests.Offline.Testcontainers;

/// <summary>Holds the substitutes of Docker.DotNet.Enhanced, SSH.NET and SharpZipLib to the compiled assemblies that call them.</summary>
[TestFixture]
internal sealed class StandInTests
{
    private static readonly string[] Expected =
        ["Docker.DotNet", "Docker.DotNet.Handler.Abstractions", "Docker.DotNet.NPipe", "Docker.DotNet.X509", "ICSharpCode.SharpZipLib", "Renci.SshNet"];

    private static readonly string[] Taken =
    [
        "member System.Int64 Docker.DotNet.Models.ContainerWaitResponse::get_StatusCode(): missing",
        "member System.Threading.Tasks.Task Docker.DotNet.IContainerOperations::PauseContainerAsync(System.String,System.Threading.CancellationToken): missing",
        "type Docker.DotNet.DockerNetworkNotFoundException: missing",
    ];

    private static readonly string StandInFolder = Path.Combine(AppContext.BaseDirectory, "stand-ins");

    private StandIns _standIns = null!;

    [OneTimeSetUp]
    public void ReadStandIns() => _standIns = new StandIns(StandInFolder);

    [OneTimeTearDown]
    public void Release() => _standIns.Dispose();

    [Test]
    public void Every_stand_in_of_the_closure_is_there() => Assert.That(_standIns.Assemblies.Keys, Is.SupersetOf(Expected));

    [TestCase("Testcontainers.dll", 300)]
    [TestCase("KafkaChaos.dll", 20)]
    public void Every_type_and_member_that_an_assembly_calls_is_in_the_stand_ins(string assembly, int atLeast)
    {
        var (unresolved, total) = _standIns.Resolve(Path.Combine(AppContext.BaseDirectory, assembly));

        Assert.Multiple(() =>
        {
            Assert.That(unresolved, Is.Empty, $"{unresolved.Count} of {total} references of {assembly} are not in the stand-ins of offline/packages");
            Assert.That(total, Is.GreaterThanOrEqualTo(atLeast), "so few references that the test looks at the wrong assembly");
        });
    }

    [Test]
    public void A_type_a_method_and_a_property_taken_from_a_stand_in_are_reported_together()
    {
        using var incomplete = new StandIns(StandInFolder);
        var docker = incomplete.Assemblies["Docker.DotNet"].MainModule;
        var containers = docker.GetType("Docker.DotNet.IContainerOperations");
        containers.Methods.Remove(containers.Methods.Single(method => method.Name == "PauseContainerAsync"));
        var wait = docker.GetType("Docker.DotNet.Models.ContainerWaitResponse");
        wait.Methods.Remove(wait.Methods.Single(method => method.Name == "get_StatusCode"));
        docker.Types.Remove(docker.GetType("Docker.DotNet.DockerNetworkNotFoundException"));

        var (unresolved, _) = incomplete.Resolve(Path.Combine(AppContext.BaseDirectory, "Testcontainers.dll"));

        Assert.That(unresolved, Is.EqualTo(Taken));
    }
}
