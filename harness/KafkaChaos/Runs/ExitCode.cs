using KafkaChaos.Checking;

namespace KafkaChaos.Runs;

/// <summary>How the tool ends.</summary>
public static class ExitCode
{
    public const int Passed = 0;
    public const int Failed = 1;
    public const int Inconclusive = 2;

    /// <summary>Docker, an image, the machine, or a node that was never ready.</summary>
    public const int Environment = 3;

    /// <summary>A scenario or an argument that cannot be understood (EX_USAGE of sysexits.h).</summary>
    public const int BadInput = 64;

    /// <summary>A mistake in this program (EX_SOFTWARE of sysexits.h).</summary>
    public const int Internal = 70;

    /// <summary>Ended by Ctrl-C or SIGTERM, as shells report SIGINT.</summary>
    public const int Cancelled = 130;

    public static int Of(Verdict verdict) => verdict switch
    {
        Verdict.Passed => Passed,
        Verdict.Failed => Failed,
        _ => Inconclusive,
    };
}
