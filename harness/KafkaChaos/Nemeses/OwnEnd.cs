namespace KafkaChaos.Nemeses;

/// <summary>Tells the end that a process gave itself, for what it found on its disk or in its cluster, from one that the machine or the harness gave it.</summary>
internal static class OwnEnd
{
    // From here on codes are the engine's and the shell's, for what could not be run, and those of signals.
    private const long Foreign = 125;

    // What the harness and the machine owe a node: room, memory, its disk, its address and the names of the others.
    private static readonly string[] OfTheMachine =
    [
        "No space left on device", "Disk quota exceeded", "Read-only file system", "Input/output error", "Permission denied", "AccessDenied", "Too many open files",
        "OutOfMemoryError", "Cannot allocate memory", "Could not reserve enough space", "insufficient memory", "unable to create native thread",
        "Address already in use", "Cannot assign requested address", "UnknownHostException", "Network is unreachable",
    ];

    /// <param name="code">With which the process ended.</param>
    /// <param name="log">Its last lines.</param>
    /// <returns>The code, where the end was its own; null where it was not, or may not have been.</returns>
    public static long? Code(long code, IEnumerable<string> log) =>
        code is > 0 and < Foreign && !log.Any(line => OfTheMachine.Any(sign => line.Contains(sign, StringComparison.OrdinalIgnoreCase))) ? code : null;
}
