using System.ComponentModel;
using System.Diagnostics;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>A program of this machine, run to its end.</summary>
internal static class Command
{
    /// <param name="input">Its standard input; it ends there.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="program">Found in PATH.</param>
    /// <param name="arguments">One each.</param>
    /// <returns>Its exit code, and what it printed on either stream; 127, as a shell says, where there is no such program.</returns>
    public static async Task<(int Code, string Output)> TryAsync(string input, string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            return (127, missing.Message);
        }

        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs the command line of Docker, and fails the test where it fails.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> DockerAsync(string input, params string[] arguments)
    {
        var (code, output) = await TryAsync(input, Path.GetTempPath(), "docker", arguments);
        Assert.That(code, Is.Zero, $"docker {string.Join(' ', arguments)}\n{output}");
        return output;
    }
}
