using System.Runtime.InteropServices;

namespace KafkaChaos.Agents;

/// <summary>A sleep of less than the millisecond that is the runtime's shortest (nanosleep(2)).</summary>
internal static partial class Nap
{
    /// <summary>Sleeps; the kernel's slack, of some 50 us, comes on top. A signal may end it sooner.</summary>
    /// <param name="length">Less than a second.</param>
    public static void Take(TimeSpan length) => _ = Sleep(new Length { Nanoseconds = (nint)length.TotalNanoseconds }, 0);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in Length length, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private struct Length
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
