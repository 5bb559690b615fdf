namespace KafkaChaos.Agents;

/// <summary>All that the agent does to the machine that it runs on; what it only looks at, it reads itself.</summary>
internal interface IMachine
{
    /// <summary>Writes a word into a file of the kernel.</summary>
    void Write(string path, string word);
}
