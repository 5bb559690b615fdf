namespace KafkaChaos.Model;

/// <summary>An availability zone. It stands in exactly one physical domain.</summary>
/// <param name="Name">Unique in the topology; brokers in it get it as <c>broker.rack</c>.</param>
/// <param name="Domain">The physical failure domain (site) whose zones die together.</param>
public sealed record Zone(string Name, string Domain);
