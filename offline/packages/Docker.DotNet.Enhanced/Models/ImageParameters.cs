namespace Docker.DotNet.Models;

public class ImagesCreateParameters
{
    [Query("fromImage")] public string? FromImage { get; set; }
    [Query("fromSrc")] public string? FromSrc { get; set; }
    [Query("repo")] public string? Repo { get; set; }
    [Query("tag")] public string? Tag { get; set; }
    [Query("message")] public string? Message { get; set; }
    [Query("changes")] public IList<string>? Changes { get; set; }
    [Query("platform")] public string? Platform { get; set; }
}

public class ImagesListParameters
{
    [Query("all")] public bool? All { get; set; }
    [Query("filters")] public IDictionary<string, IDictionary<string, bool>>? Filters { get; set; }
    [Query("shared-size")] public bool? SharedSize { get; set; }
    [Query("digests")] public bool? Digests { get; set; }
    [Query("manifests")] public bool? Manifests { get; set; }
}

public class ImageDeleteParameters
{
    [Query("force")] public bool? Force { get; set; }
    [Query("noprune")] public bool? NoPrune { get; set; }
}

public class ImageTagParameters
{
    [Query("repo")] public string? RepositoryName { get; set; }
    [Query("tag")] public string? Tag { get; set; }
}

public class ImageLoadParameters
{
    [Query("quiet")] public bool Quiet { get; set; }
}
