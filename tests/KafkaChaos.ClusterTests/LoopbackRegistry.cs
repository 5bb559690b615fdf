using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using KafkaChaos.Clusters;

namespace KafkaChaos.ClusterTests;

/// <summary>A registry of images on the loopback interface: Debian's package docker-registry, unpacked and not installed.</summary>
internal sealed partial class LoopbackRegistry : IAsyncDisposable
{
    private const string Package = "docker-registry";

    // As Command says it.
    private const int NoProgram = 127;

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private LoopbackRegistry(Process process, DirectoryInfo folder, string address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    /// <summary>Host and port. Docker speaks to 127.0.0.0/8 without TLS.</summary>
    public string Address { get; }

    /// <summary>Fetches the program, and starts it on a free port with its storage in a temporary folder.</summary>
    /// <exception cref="EnvironmentException">The package cannot be had, or the registry does not start.</exception>
    public static async Task<LoopbackRegistry> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("kafkachaos-registry-");
        try
        {
            var program = await FetchAsync(folder.FullName);
            var configuration = Path.Combine(folder.FullName, "registry.yml");
            await File.WriteAllTextAsync(configuration, $$"""
                version: 0.1
                log: { level: info, accesslog: { disabled: true } }
                storage: { filesystem: { rootdirectory: {{folder.FullName}}/images } }
                http: { addr: "127.0.0.1:0", secret: of-this-test }
                """);
            var process = Process.Start(new ProcessStartInfo(program, ["serve", configuration]) { RedirectStandardError = true })!;
            try
            {
                return new LoopbackRegistry(process, folder, await AddressAsync(process));
            }
            catch
            {
                process.Kill();
                process.Dispose();
                throw;
            }
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<string> FetchAsync(string folder)
    {
        var (code, output) = await Command.TryAsync("", folder, "apt-get", "download", Package);
        if (code is not (0 or NoProgram))
        {
            // A fresh machine has no package lists, or ones that name a version which the mirror has replaced.
            var (_, update) = await Command.TryAsync("", folder, "apt-get", "update");
            (code, output) = await Command.TryAsync("", folder, "apt-get", "download", Package);
            output = update + output;
        }

        if (code == 0 && Directory.GetFiles(folder, Package + "_*.deb") is [{ } archive])
        {
            (code, output) = await Command.TryAsync("", folder, "dpkg-deb", "--extract", archive, folder);
        }

        var program = Path.Combine(folder, "usr", "bin", Package);
        return code == 0 && File.Exists(program) ? program : throw new EnvironmentException(
            "The test has no registry of images to pull from.",
            $"apt-get download {Package}; dpkg-deb --extract",
            $"exit code {code}: {output.Trim()}",
            $"Debian's package {Package}, with usr/bin/{Package} in it",
            code == NoProgram
                ? "run these tests on Debian or Ubuntu, where apt-get and dpkg-deb are, or leave them out: --filter FullyQualifiedName!~RegistryTests"
                : "make Debian's mirror reachable from this machine; the test needs no rights but to read the package lists");
    }

    // It logs to standard error, which is read to its end: nobody would empty the pipe otherwise.
    private static Task<string> AddressAsync(Process process)
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                address.TrySetException(new EnvironmentException("The registry of images does not start.", "127.0.0.1", said.ToString(), "\"listening on 127.0.0.1:PORT\"", "see what it said"));
            }
            else if (Listening().Match(line.Data) is { Success: true } match)
            {
                address.TrySetResult(match.Groups[1].Value);
            }
            else if (!address.Task.IsCompleted)
            {
                said.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        return address.Task;
    }

    [GeneratedRegex(@"listening on (127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
