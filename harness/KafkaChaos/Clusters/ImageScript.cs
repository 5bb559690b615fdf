using System.Diagnostics;

namespace KafkaChaos.Clusters;

/// <summary>Runs <c>offline/images/build</c>, which makes an image unless it is up to date.</summary>
internal static class ImageScript
{
    /// <param name="home">The project's folder; null where it is not at hand.</param>
    /// <param name="begins">Called before the script starts.</param>
    /// <param name="arguments">Of the script.</param>
    /// <param name="token">Has the script remove what it has half made.</param>
    /// <returns>Whether there is an image, and what the script said: last the image's name.</returns>
    public static async Task<(bool Done, string Output)> RunAsync(string? home, Action begins, IReadOnlyList<string> arguments, CancellationToken token)
    {
        var script = home is null ? null : Path.Combine(home, "offline", "images", "build");
        if (script is null || !File.Exists(script))
        {
            return (false, "offline/images/build is not at hand");
        }

        begins();
        var start = new ProcessStartInfo("bash", [script, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        using var build = Process.Start(start)!;
        build.StandardInput.Close();
        using var end = token.Register(() => Signals.Terminate(build));
        var output = build.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = build.StandardError.ReadToEndAsync(CancellationToken.None);
        // Also when cancelled: the script removes what it has half made.
        await build.WaitForExitAsync(CancellationToken.None);
        token.ThrowIfCancellationRequested();
        var text = ((await errors).TrimEnd() + "\n" + (await output).TrimEnd()).Trim();
        return (build.ExitCode == 0, text.Length > 0 ? text : $"offline/images/build ended with {build.ExitCode}");
    }
}
