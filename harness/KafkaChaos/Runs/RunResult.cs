using KafkaChaos.Checking;

namespace KafkaChaos.Runs;

/// <summary>What a run came to.</summary>
/// <param name="Judgement">The verdict with its findings.</param>
/// <param name="Folder">Where everything is kept.</param>
/// <param name="Cancelled">Whether the user ended it.</param>
public sealed record RunResult(Judgement Judgement, RunFolder Folder, bool Cancelled)
{
    public int Code => Cancelled ? ExitCode.Cancelled : ExitCode.Of(Judgement.Verdict);
}
