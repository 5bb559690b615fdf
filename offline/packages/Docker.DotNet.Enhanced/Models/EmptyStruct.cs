namespace Docker.DotNet.Models;

/// <summary>The empty object of the engine's sets, as in <c>"ExposedPorts": { "80/tcp": {} }</c>.</summary>
public struct EmptyStruct;
