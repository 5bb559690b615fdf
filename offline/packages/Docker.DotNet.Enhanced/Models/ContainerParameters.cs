namespace Docker.DotNet.Models;

public class ContainersListParameters
{
    [Query("all")] public bool? All { get; set; }
    [Query("limit")] public long? Limit { get; set; }
    [Query("size")] public bool? Size { get; set; }
    [Query("filters")] public IDictionary<string, IDictionary<string, bool>>? Filters { get; set; }
}

public class ContainerStartParameters
{
    [Query("detachKeys")] public string? DetachKeys { get; set; }
}

public class ContainerStopParameters
{
    [Query("t")] public uint? WaitBeforeKillSeconds { get; set; }
    [Query("signal")] public string? Signal { get; set; }
}

public class ContainerRestartParameters
{
    [Query("t")] public uint? WaitBeforeKillSeconds { get; set; }
    [Query("signal")] public string? Signal { get; set; }
}

public class ContainerKillParameters
{
    [Query("signal")] public string? Signal { get; set; }
}

public class ContainerRenameParameters
{
    [Query("name")] public string? NewName { get; set; }
}

public class ContainerRemoveParameters
{
    [Query("v")] public bool? RemoveVolumes { get; set; }
    [Query("link")] public bool? RemoveLinks { get; set; }
    [Query("force")] public bool? Force { get; set; }
}

public class ContainerLogsParameters
{
    [Query("stdout")] public bool? ShowStdout { get; set; }
    [Query("stderr")] public bool? ShowStderr { get; set; }
    [Query("since")] public string? Since { get; set; }
    [Query("until")] public string? Until { get; set; }
    [Query("timestamps")] public bool? Timestamps { get; set; }
    [Query("follow")] public bool? Follow { get; set; }
    [Query("tail")] public string? Tail { get; set; }
}

public class ContainerAttachParameters
{
    [Query("stream")] public bool? Stream { get; set; }
    [Query("stdin")] public bool? Stdin { get; set; }
    [Query("stdout")] public bool? Stdout { get; set; }
    [Query("stderr")] public bool? Stderr { get; set; }
    [Query("detachKeys")] public string? DetachKeys { get; set; }
    [Query("logs")] public bool? Logs { get; set; }
}

public class ContainerPathStatParameters
{
    [Query("path")] public string Path { get; set; } = string.Empty;
}

public class CopyToContainerParameters
{
    [Query("path")] public string Path { get; set; } = string.Empty;
    [Query("copyUIDGID")] public bool? CopyUIDGID { get; set; }
}
