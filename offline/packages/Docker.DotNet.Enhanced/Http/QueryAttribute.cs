namespace Docker.DotNet;

/// <summary>The property goes into the request's query under this name. A list is repeated, or one JSON array if <see cref="Json"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class QueryAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    public bool Json { get; init; }
}
