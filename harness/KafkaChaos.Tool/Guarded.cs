using System.CommandLine;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Runs;

namespace KafkaChaos.Tool;

/// <summary>Ends every failure in one message and the right exit code.</summary>
internal static class Guarded
{
    // Cleaning up after Ctrl-C takes seconds; the library would otherwise end the process after two.
    private static TimeSpan CancellationPatience { get; } = TimeSpan.FromMinutes(3);

    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = CancellationPatience };
        try
        {
            var code = await parsed.InvokeAsync(configuration);
            return parsed.Errors.Count > 0 ? ExitCode.BadInput : code;
        }
        catch (Exception problem) when (EngineFailure.Is(problem))
        {
            return Say(ExitCode.Environment, EngineFailure.Wrap(problem).Message);
        }
        catch (OperationCanceledException)
        {
            return Say(ExitCode.Cancelled, "cancelled");
        }
        catch (EnvironmentException problem)
        {
            return Say(ExitCode.Environment, problem.Message);
        }
        catch (ScenarioException problem)
        {
            return Say(ExitCode.BadInput, problem.Message);
        }
        catch (HistoryFormatException problem)
        {
            return Say(ExitCode.BadInput, problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Say(ExitCode.Environment, $"A file or folder cannot be used.\n  seen:     {problem.Message}\n  do:       free space, or choose another folder with --runs");
        }
        catch (Exception problem)
        {
            return Say(ExitCode.Internal, $"This is a mistake in KafkaChaos {RunEnvironment.ToolVersion}; please report it with what follows and the run folder.\n{problem}");
        }
    }

    private static int Say(int code, string message)
    {
        Console.Error.WriteLine(message);
        return code;
    }
}
