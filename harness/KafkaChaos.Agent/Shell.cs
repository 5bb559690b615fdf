using System.Diagnostics;

namespace KafkaChaos.Agents;

/// <summary>Runs other programs, and keeps what it ran.</summary>
internal static class Shell
{
    /// <param name="commands">Gets the command line, and what was given to it on its standard input.</param>
    /// <param name="input">Null for none.</param>
    /// <returns>What it said on its standard output.</returns>
    /// <exception cref="InvalidOperationException">It is not there, or ended with another code than 0: with what it said.</exception>
    public static string Run(List<string> commands, string? input, string program, params string[] arguments)
    {
        var line = $"{program} {string.Join(' ', arguments)}";
        lock (commands)
        {
            commands.Add(input is null ? line : $"{line} <<<'{input.TrimEnd()}'");
        }

        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{line} ended with {process.ExitCode}: {(errors.Result + output).Trim().ReplaceLineEndings(" ")}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"{line} could not be run: {missing.Message}", missing);
        }
    }
}
