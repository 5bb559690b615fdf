namespace KafkaChaos.Scenarios;

/// <summary>One key of a section. Readers, messages and the schema all take it from here.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Meaning">One sentence, for the schema.</param>
/// <param name="Required">Whether the section is wrong without it.</param>
internal abstract record Field(string Name, string Meaning, bool Required)
{
    internal abstract Reader Value { get; }
}

internal sealed record Field<T>(string Name, Reader<T> Reader, string Meaning, bool Required = false) : Field(Name, Meaning, Required)
{
    internal override Reader Value => Reader;
}
