namespace KafkaChaos.Agents;

/// <summary>The machine itself.</summary>
internal sealed class Machine : IMachine
{
    public void Write(string path, string word) => File.WriteAllText(path, word);
}
