namespace KafkaChaos.Clusters;

/// <summary>A locked file that says a run is alive: the kernel lets go of it when its owner dies, however it dies.</summary>
public sealed class RunLock : IDisposable
{
    private const string KeptEnding = ".kept";

    private readonly FileStream _file;

    private RunLock(string path, FileStream file)
    {
        Path = path;
        _file = file;
    }

    public string Path { get; }

    private static string Folder { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kafkachaos-{Environment.UserName}", "locks");

    /// <exception cref="IOException">The lock file cannot be made.</exception>
    public static RunLock Take(RunIdentity run)
    {
        Directory.CreateDirectory(Folder);
        var path = PathOf(run.Id);
        return new RunLock(path, new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>The lock file of a run of this user.</summary>
    public static string PathOf(string run) => System.IO.Path.Combine(Folder, run);

    /// <summary>Whether the run of that lock file is alive on this machine.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Whether a user asked to keep the run of that lock file after its end.</summary>
    public static bool IsKept(string path) => File.Exists(path + KeptEnding);

    /// <summary>Keeps the run's containers from being cleaned up as a dead run's.</summary>
    public void Keep() => File.WriteAllText(Path + KeptEnding, string.Empty);

    /// <summary>Removes what a dead run left of its lock.</summary>
    public static void Forget(string path)
    {
        File.Delete(path);
        File.Delete(path + KeptEnding);
    }

    public void Dispose()
    {
        // Deleted while still locked: nobody can take it for a dead run's in between.
        File.Delete(Path);
        _file.Dispose();
    }
}
