using System.Runtime.InteropServices;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Puts a thread that takes times before all others, so that what it sees is stamped when it happens and not when a core is free.</summary>
internal static partial class Observer
{
    private const int FirstInFirstOut = 1;

    /// <summary>Of the calling thread (sched_setscheduler(2)).</summary>
    /// <returns>False where this user may not: then times of the thread are as late as the machine is busy.</returns>
    public static bool ComeFirst()
    {
        var priority = 10;
        return SetScheduler(0, FirstInFirstOut, ref priority) == 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, ref int priority);
}
