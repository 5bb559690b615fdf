namespace KafkaChaos.Nemeses;

/// <summary>A step could not be carried out. The run goes on to its clean-up, and is inconclusive.</summary>
public sealed class FaultException(string message, Exception? cause = null) : Exception(message, cause);
