namespace KafkaChaos.Scenarios;

/// <summary>One key of a section. Readers, messages and the schema all take it from here.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Meaning">One sentence, for the schema.</param>
/// <param name="Required">Whether the section is wrong without it.</param>
internal abstract record Field(string Name, string Meaning, bool Required)
{
    /// <summary>Null where the key belongs to the language but nothing reads it yet.</summary>
    internal abstract Reader? Value { get; }
}

internal sealed record Field<T>(string Name, Reader<T> Reader, string Meaning, bool Required = false) : Field(Name, Meaning, Required)
{
    internal override Reader Value => Reader;
}

/// <summary>A key that the language reserves for what is not built yet.</summary>
internal sealed record LaterField(string Name) : Field(Name, "", false)
{
    internal override Reader? Value => null;
}
