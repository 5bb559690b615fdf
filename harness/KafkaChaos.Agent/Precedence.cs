namespace KafkaChaos.Agents;

/// <summary>
/// Has the processes of control groups run before all others where they only have to come to a stop, or to die, and after the
/// agent until it has told all of them to: that all do so at one instant is up to the processor's next turn of each.
/// </summary>
/// <remarks>Groups without a weight of their own (no such controller) are left as they are.</remarks>
/// <param name="hierarchy">Where the groups are.</param>
/// <param name="groups">They, and those of the run that they are in.</param>
/// <param name="commands">Gets what is done.</param>
internal sealed class Precedence(FreezerHierarchy hierarchy, IEnumerable<string> groups, List<string> commands) : IDisposable
{
    private readonly Dictionary<string, string> _before = [];

    /// <summary>Has the whole run step back, until <see cref="Take"/>: where the agent loses the processor before it has told the last of them, it is given it again at once.</summary>
    /// <remarks>To a small weight, not to the smallest: schedulers before Linux 6.6 charge what runs meanwhile by its weight, and have it wait for that afterwards.</remarks>
    public void GiveWay() => Weigh(groups.Select(group => hierarchy.WeightsOf(group).First()), hierarchy.LittleWeight);

    /// <summary>Gives it, until this is disposed of. Processes that go on running would leave none of the processor to others, and so to the agent.</summary>
    public void Take() => Weigh(groups.SelectMany(hierarchy.WeightsOf), hierarchy.MostWeight);

    public void Dispose()
    {
        foreach (var (file, word) in _before)
        {
            Weigh([file], word);
        }
    }

    private void Weigh(IEnumerable<string> files, string word)
    {
        foreach (var file in files.Distinct().Where(File.Exists))
        {
            try
            {
                if (!_before.ContainsKey(file))
                {
                    _before[file] = File.ReadAllText(file).Trim();
                }

                hierarchy.Machine.Write(file, word);
                commands.Add($"echo {word} >{file}");
            }
            // The engine removes the group of a container whose last process has died; and it is help that is lost here, no fault.
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                commands.Add($"echo {word} >{file} # {refused.Message}");
            }
        }
    }
}
