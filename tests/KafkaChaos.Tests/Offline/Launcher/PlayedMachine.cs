using System.Diagnostics;
using System.Globalization;

namespace KafkaChaos.Tests.Offline.Launcher;

/// <summary>A checkout of its own with the real launcher in it, on a machine whose other programs are played by shell scripts.</summary>
/// <remarks>Each played program writes its name and arguments into <see cref="Calls"/>. No Docker, no network, nothing outside of a temporary folder.</remarks>
internal sealed class PlayedMachine : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // All that the launcher may use of the real machine.
    private static readonly string[] Real =
    [
        "basename", "bash", "cat", "cksum", "dirname", "env", "find", "flock", "grep", "head", "mkdir", "mkfifo", "mv", "nohup", "paste", "readlink",
        "rm", "sed", "setsid", "sleep", "sort", "tail", "timeout", "touch", "xargs",
    ];

    private static string Launcher { get; } = Path.Combine(Repository.Root, "kafkachaos");

    private readonly string _root = Directory.CreateTempSubdirectory("kafkachaos-launcher-").FullName;

    /// <summary>Of a user on Debian without Docker, with a .NET SDK that builds, tests and runs everything.</summary>
    public PlayedMachine()
    {
        foreach (var folder in new[] { "programs", "home", "run", "log", "checkout/harness", "checkout/tests", "checkout/offline/packages/ZooKeeperNetEx", "checkout/offline/launcher" })
        {
            Directory.CreateDirectory(At(folder));
        }

        foreach (var program in Real)
        {
            File.CreateSymbolicLink(At("programs", program), Found(program));
        }

        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "offline", "launcher")).Append(Launcher))
        {
            Executable(At("checkout", Path.GetRelativePath(Repository.Root, file)), Moved(File.ReadAllText(file)));
        }

        File.WriteAllText(At("checkout/global.json"), """{ "sdk": { "version": "10.0.100" } }""");
        File.WriteAllText(At("checkout/offline/packages/ZooKeeperNetEx/ZooKeeperNetEx.csproj"), "");
        Is("debian");
        Plays("id", "case $1 in -u) echo 1000 ;; *) echo user ;; esac");
        Plays("mountpoint", "");
        Plays("curl", "echo 'curl: (7) Failed to connect' >&2; exit 7");
        Plays("dotnet", """
            case $1 in
              --version) echo 10.0.100 ;;
              build | test) . "$machine/dotnet-$1" ;;
              *) shift; . "$machine/dotnet-tool" ;;
            esac
            """);
        Builds("""
            mkdir -p "$machine/checkout/harness/KafkaChaos.Tool/bin/Release/net10.0"
            touch "$machine/checkout/harness/KafkaChaos.Tool/bin/Release/net10.0/KafkaChaos.Tool.dll"
            """);
        Tests("exit 1");
        IsTool("echo 'the tool ran'");
        Script(At("checkout/offline/packages/pack"), """
            echo "home $HOME" >>"$machine/calls"
            mkdir -p "$machine/checkout/.kafkachaos/feed"
            for id in "$@"; do touch "$machine/checkout/.kafkachaos/feed/$id.1.0.0.1.nupkg"; done
            """);
    }

    /// <summary>Every call of a played program so far, in order.</summary>
    public IReadOnlyList<string> Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")) : [];

    public string Home { get; set; } = "home";

    public string At(params string[] path) => Path.Combine([_root, .. path]);

    public void Is(string distribution) => File.WriteAllText(At("os-release"), $"ID={distribution}\n");

    public void IsRoot() => Plays("id", "case $1 in -u) echo 0 ;; *) echo root ;; esac");

    /// <param name="program">Found first, and alone, in the launcher's PATH.</param>
    /// <param name="script">Of bash; <c>$machine</c> is this machine's folder.</param>
    public void Plays(string program, string script) => Script(At("programs", program), script);

    public void Builds(string script) => File.WriteAllText(At("dotnet-build"), script);

    public void Tests(string script) => File.WriteAllText(At("dotnet-test"), script);

    /// <summary>What <c>offline/images/build</c> does, which is not there otherwise.</summary>
    public void MakesImages(string script)
    {
        Directory.CreateDirectory(At("checkout/offline/images"));
        Script(At("checkout/offline/images/build"), script);
    }

    public void IsTool(string script) => File.WriteAllText(At("dotnet-tool"), script);

    /// <summary>The tool of this build in place of a played one.</summary>
    public void HasTheTool() => IsTool($"exec {Found("dotnet")} {Path.Combine(AppContext.BaseDirectory, "KafkaChaos.Tool.dll")} \"$@\"");

    /// <summary>A docker command to whose questions an engine answers while the file <c>engine</c> is there.</summary>
    public void HasDocker(string otherwise) => Plays("docker", $"if [ -e \"$machine/engine\" ]; then echo 20.10.24; else echo '{otherwise}' >&2; exit 1; fi");

    /// <summary>An <c>apt-get install</c> that brings docker and a dockerd that goes on until it is ended, its process id in <c>dockerd</c>.</summary>
    public void HasPackages()
    {
        HasDocker("Cannot connect to the Docker daemon");
        Plays("dockerd", "echo $$ >\"$machine/dockerd\"; touch \"$machine/engine\"; exec sleep infinity");
        File.Move(At("programs/docker"), At("docker"));
        File.Move(At("programs/dockerd"), At("daemon"));
        Plays("apt-cache", "exit 100");
        Plays("apt-get", "mv \"$machine/docker\" \"$machine/programs/docker\"; mv \"$machine/daemon\" \"$machine/programs/dockerd\"");
    }

    /// <summary>Makes a pipe in this machine's folder, for a script to write into.</summary>
    public Task PipeAsync(string name) => EndAsync(Start("mkfifo", At(name)));

    /// <summary>Waits for what a script writes into a pipe, which is also when it gets there.</summary>
    public async Task<string> HearAsync(string name) => (await Task.Run(() => File.ReadAllText(At(name))).WaitAsync(Patience)).Trim();

    /// <summary>Runs the launcher to its end.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => EndAsync(Start(At("checkout/kafkachaos"), arguments));

    /// <summary>Runs a program of this machine in place of the launcher.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _root };
        start.Environment.Clear();
        start.Environment["PATH"] = At("programs");
        start.Environment["HOME"] = At(Home);
        return Process.Start(start)!;
    }

    /// <summary>Waits until a process has ended and nobody holds its standard output and error.</summary>
    public static async Task<Ended> EndAsync(Process process)
    {
        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await Task.WhenAll(output, errors, process.WaitForExitAsync()).WaitAsync(Patience);
            return new(process.ExitCode, await output, await errors);
        }
    }

    public void Dispose()
    {
        if (File.Exists(At("dockerd")))
        {
            Process.GetProcessById(int.Parse(File.ReadAllText(At("dockerd")), CultureInfo.InvariantCulture)).Kill();
        }

        Directory.Delete(_root, recursive: true);
    }

    private void Script(string path, string text) =>
        Executable(path, $"#!/usr/bin/env bash\nmachine={_root}\necho \"{Path.GetFileName(path)} $*\" >>\"$machine/calls\"\n{text}\n");

    // A copy has the launcher's mode.
    private static void Executable(string path, string text)
    {
        File.Copy(Launcher, path, overwrite: true);
        File.WriteAllText(path, text);
    }

    // The places of the real machine that the launcher looks at.
    private string Moved(string script) => script
        .Replace("/var/run/", At("run/"), StringComparison.Ordinal)
        .Replace("/run/systemd/", At("systemd/"), StringComparison.Ordinal)
        .Replace("/var/log", At("log"), StringComparison.Ordinal)
        .Replace("/etc/os-release", At("os-release"), StringComparison.Ordinal);

    private static string Found(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);

    /// <summary>How a program ended, and what it printed.</summary>
    internal sealed record Ended(int Code, string Output, string Errors);
}
