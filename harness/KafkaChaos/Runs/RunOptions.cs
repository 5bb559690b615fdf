namespace KafkaChaos.Runs;

/// <summary>How a run is made.</summary>
/// <param name="Runs">Folder under which the run's folder is made.</param>
/// <param name="Home">The project's folder, for building images offline; null where images can only be pulled.</param>
/// <param name="Keep">Whether a cluster whose run did not pass is left up for a look.</param>
/// <param name="Agent">Whether a scenario that needs the agent gets it; without, kills and pauses go through the engine's API.</param>
/// <param name="Watcher">Program and arguments that watch a run (see <see cref="RunWatcher"/>); null for none.</param>
public sealed record RunOptions(string Runs, string? Home, bool Keep, bool Agent, IReadOnlyList<string>? Watcher);
