using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KafkaChaos.Clusters;

/// <summary>What .NET has no call for.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to end, so that it can clean up after itself.</summary>
    public static void Terminate(Process process)
    {
        // It fails only where the process is gone already.
        _ = Kill(process.Id, SigTerm);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
