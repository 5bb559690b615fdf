using System.CommandLine;
using System.Runtime.InteropServices;
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
        var asked = false;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => asked = true);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => asked = true);
        try
        {
            var code = await parsed.InvokeAsync(configuration);
            return parsed.Errors.Count > 0 ? ExitCode.BadInput : code;
        }
        catch (Exception problem) when (EngineFailure.Is(problem))
        {
            return Say(ExitCode.Environment, EngineFailure.Wrap(problem).Message);
        }
        catch (OperationCanceledException) when (asked)
        {
            return Say(ExitCode.Cancelled, "cancelled");
        }
        catch (OperationCanceledException unasked)
        {
            // Nobody asked for it: a wait of this program's own ran out inside of a call.
            return Say(ExitCode.Environment, EngineFailure.Wrap(new TimeoutException("no answer in time", unasked)).Message);
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
            return Say(ExitCode.Environment, FileFailure.Wrap(problem, parsed.CommandResult.Command).Message);
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
