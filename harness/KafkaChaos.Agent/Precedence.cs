namespace KafkaChaos.Agents;

/// <summary>Has the processes of control groups run before all others where they only have to come to a stop, or to die: that all do so at one instant is up to the processor's next turn of each.</summary>
/// <remarks>Groups without a weight of their own (no such controller) are left as they are.</remarks>
/// <param name="hierarchy">Where the groups are.</param>
/// <param name="groups">They, and those of the run that they are in.</param>
/// <param name="commands">Gets what is done.</param>
internal sealed class Precedence(FreezerHierarchy hierarchy, IEnumerable<string> groups, List<string> commands) : IDisposable
{
    private readonly List<(string File, string Word)> _before = [];

    /// <summary>Gives it, until this is disposed of. Processes that go on running would leave none of the processor to others, and so to the agent.</summary>
    public void Take()
    {
        foreach (var file in groups.SelectMany(hierarchy.WeightsOf).Distinct().Where(File.Exists))
        {
            _before.Add((file, File.ReadAllText(file).Trim()));
            Write(file, hierarchy.MostWeight);
        }
    }

    public void Dispose()
    {
        foreach (var (file, word) in _before)
        {
            try
            {
                Write(file, word);
            }
            // The engine removes the group of a container whose last process has died.
            catch (IOException) when (!File.Exists(file))
            {
            }
        }
    }

    private void Write(string file, string word)
    {
        hierarchy.Machine.Write(file, word);
        commands.Add($"echo {word} >{file}");
    }
}
