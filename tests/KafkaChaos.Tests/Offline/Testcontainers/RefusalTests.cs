using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using NUnit.Framework;

namespace KafkaChaos.Tests.Offline.Testcontainers;

/// <summary>What the substitutes of Docker.DotNet.Enhanced, SSH.NET and SharpZipLib say in their READMEs that they do not support, they refuse in words.</summary>
[TestFixture]
[NonParallelizable] // One case is about the environment.
internal sealed class RefusalTests
{
    private static readonly Loaded StandIns = new();

    // dynamic: the real packages have the same names, and this assembly is compiled against those.
    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("Docker.DotNet.Enhanced", "The Docker endpoint npipe://", () => Docker().WithEndpoint(new Uri("npipe://./pipe/docker_engine")).Build());
        yield return Case("Docker.DotNet.Enhanced", "The Docker endpoint ssh://", () => Docker().WithEndpoint(new Uri("ssh://somewhere")).Build());
        yield return Case("Docker.DotNet.Enhanced", "with TLS", () => Docker().WithEndpoint(new Uri("tcp://127.0.0.1:1")).WithAuthProvider(Unmade("Docker.DotNet.X509.CertificateCredentials")).Build());
        yield return Case("Docker.DotNet.Enhanced", "The Docker context 'elsewhere'", InAContext);
        yield return Case("Docker.DotNet.Enhanced", "A detached exec", Detached);
        yield return Case("Docker.DotNet.Enhanced.NPipe", "named pipe", () => Docker().WithTransportOptions(StandIns.New("Docker.DotNet.NPipe.NPipeTransportOptions")));
        yield return Case("Docker.DotNet.Enhanced.X509", "TLS (client certificate", () => StandIns.New("Docker.DotNet.X509.CertificateCredentials", [null]));
        yield return Case("SSH.NET", "An SSH connection to user@host:22", () => StandIns.New("Renci.SshNet.SshClient", "host", 22, "user", "password"));
        yield return Case("SSH.NET", "Forwarding 127.0.0.1:1 to 127.0.0.1:2", () => StandIns.New("Renci.SshNet.ForwardedPortRemote", IPAddress.Loopback, 1u, IPAddress.Loopback, 2u));
        yield return Case("SSH.NET", "Connecting to an SSH server", Void(() => Unmade("Renci.SshNet.SshClient").Connect()));
        yield return Case("SSH.NET", "Forwarding a port", Void(() => Unmade("Renci.SshNet.ForwardedPortRemote").Start()));
        yield return Case("SSH.NET", "Forwarding a port", Void(() => Unmade("Renci.SshNet.SshClient").AddForwardedPort(Unmade("Renci.SshNet.ForwardedPortRemote"))));
        yield return Case("SharpZipLib", "size 8589934592", () => Written(header => header.Size = 8589934592L));
        yield return Case("SharpZipLib", "user id 2097152", () => Written(header => header.UserId = 2097152));
        yield return Case("SharpZipLib", "iso-8859-1", () => StandIns.New("ICSharpCode.SharpZipLib.Tar.TarInputStream", Stream.Null, Encoding.Latin1));
    }

    private static TestCaseData Case(string package, string what, Func<object?> attempt) => new TestCaseData(package, what, attempt).SetArgDisplayNames(package, what);

    [TestCaseSource(nameof(Refused))]
    public async Task What_is_not_supported_is_refused(string package, string what, Func<object?> attempt)
    {
        NotSupportedException? refusal = null;
        try
        {
            if (attempt() is Task begun)
            {
                await begun;
            }
        }
        catch (NotSupportedException refused)
        {
            refusal = refused;
        }

        Assert.That(refusal?.Message, Does.Contain(what).And.Contain($"KafkaChaos's stand-in for the package {package},").And.Contain("offline/packages/README.md"));
    }

    private static Func<object?> Void(Action attempt) => () =>
    {
        attempt();
        return null;
    };

    private static dynamic Docker() => StandIns.New("Docker.DotNet.DockerClientBuilder");

    // Of a type whose constructors refuse already.
    private static dynamic Unmade(string type) => RuntimeHelpers.GetUninitializedObject(StandIns.Type(type));

    private static object? InAContext()
    {
        var (host, context) = (Environment.GetEnvironmentVariable("DOCKER_HOST"), Environment.GetEnvironmentVariable("DOCKER_CONTEXT"));
        try
        {
            Environment.SetEnvironmentVariable("DOCKER_HOST", null);
            Environment.SetEnvironmentVariable("DOCKER_CONTEXT", "elsewhere");
            return Docker().Build();
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOCKER_HOST", host);
            Environment.SetEnvironmentVariable("DOCKER_CONTEXT", context);
        }
    }

    private static object? Detached()
    {
        var client = Docker().WithEndpoint(new Uri("unix:///nowhere")).Build();
        var how = StandIns.New("Docker.DotNet.Models.ContainerExecStartParameters");
        how.Detach = true;
        // The class behind the interface is not public.
        return StandIns.Type("Docker.DotNet.IExecOperations").GetMethod("StartContainerExecAsync")!.Invoke((object)client.Exec, ["container", (object)how, CancellationToken.None]);
    }

    private static object? Written(Action<dynamic> set)
    {
        var header = StandIns.New("ICSharpCode.SharpZipLib.Tar.TarHeader");
        set(header);
        return StandIns.New("ICSharpCode.SharpZipLib.Tar.TarOutputStream", new MemoryStream(), Encoding.UTF8)
            .PutNextEntryAsync(StandIns.New("ICSharpCode.SharpZipLib.Tar.TarEntry", (object)header), CancellationToken.None);
    }

    // Beside the real ones of the same names.
    private sealed class Loaded() : AssemblyLoadContext("stand-ins")
    {
        private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "stand-ins");

        public Type Type(string name) => Directory.GetFiles(Folder, "*.dll").Select(LoadFromAssemblyPath).Select(one => one.GetType(name)).OfType<Type>().First();

        public dynamic New(string type, params object?[] arguments) =>
            Activator.CreateInstance(Type(type), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(Folder, assemblyName.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
