using System.CommandLine;
using System.Text.RegularExpressions;
using KafkaChaos.Clusters;

namespace KafkaChaos.Tool;

/// <summary>A file or a disk that refused what a verb needs, in the form of every other failure of the environment.</summary>
internal static partial class FileFailure
{
    /// <param name="problem">An <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</param>
    /// <param name="verb">What was being done: not every verb can write elsewhere.</param>
    public static EnvironmentException Wrap(Exception problem, Command verb)
    {
        var path = Path().Match(problem.Message);
        return new(
            "A file or folder cannot be used.",
            path.Success ? path.Groups[1].Value : $"a file of {verb.Name}",
            problem.Message,
            "a file or folder that this user may use, on a disk with room",
            "mend its path, its rights or the room on its disk" + (verb.Options.Any(option => option.Name == "--runs") ? "; or choose another folder with --runs" : ""),
            problem);
    }

    [GeneratedRegex("'(.+)'")]
    private static partial Regex Path();
}
