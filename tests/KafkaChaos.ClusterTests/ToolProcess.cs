using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using KafkaChaos.Clusters;

namespace KafkaChaos.ClusterTests;

/// <summary>The tool as its users run it: a process of its own, in a runs folder of its own.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ToolProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The project's folder: the launcher names it, a test started from an editor finds it above itself.</summary>
    public static string Home { get; } = Environment.GetEnvironmentVariable("KAFKACHAOS_HOME") is { Length: > 0 } home
        ? home
        : Above(AppContext.BaseDirectory);

    public int Id => _process.Id;

    /// <summary>What it printed so far, on either stream.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static ToolProcess Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments) => StartWithin([], environment, arguments);

    /// <param name="within">A command that runs the one behind it elsewhere, as nsenter does.</param>
    /// <param name="environment">Beside this process's own.</param>
    /// <param name="arguments">The tool's.</param>
    public static ToolProcess StartWithin(IReadOnlyList<string> within, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        // What a shell starts in its background ignores SIGINT, and so does all below it.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. within, "dotnet", Path.Combine(AppContext.BaseDirectory, "KafkaChaos.Tool.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KAFKACHAOS_HOME"] = Home;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(Process.Start(start)!);
    }

    public static ToolProcess Start(params string[] arguments) => Start(null, arguments);

    /// <summary>Runs the tool to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var tool = Start(arguments);
        return (await tool.ExitAsync(), tool.Output);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>What stands of the run that this process owns; null where nothing does.</summary>
    public async Task<RunTrace?> TraceAsync(DockerEngine engine) =>
        (await new Cleaner(engine).FindAsync(CancellationToken.None)).FirstOrDefault(trace => trace.Owner?.Contains($":{Id}:", StringComparison.Ordinal) == true);

    /// <summary>Waits until the process has printed a text.</summary>
    public Task PrintedAsync(string text) => Wait.UntilAsync($"the tool to print \"{text}\"", TimeSpan.FromMinutes(3), _ =>
        Task.FromResult(_process.HasExited && !Output.Contains(text, StringComparison.Ordinal)
            ? throw new EnvironmentException("The tool ended early.", "", Output, text, "")
            : new Look(Output.Contains(text, StringComparison.Ordinal), Output)), CancellationToken.None);

    /// <summary>Sends a signal, as a terminal or a CI system would.</summary>
    public void Signal(Signal signal) => Send(Id, signal);

    /// <summary>Sends a signal to another process.</summary>
    public static void Send(int process, Signal signal)
    {
        if (Kill(process, (int)signal) != 0)
        {
            throw new InvalidOperationException($"signal {signal} could not be sent to process {process}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Append(line).Append('\n');
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "KafkaChaos.sln")) ? folder : Above(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("KafkaChaos.sln is in no folder above the tests"));
}

/// <summary>The signals that end programs, by their numbers on Linux.</summary>
public enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
