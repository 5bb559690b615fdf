using Docker.DotNet.Models;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Whether the agent's image is at hand, or can be made.</summary>
internal static class AgentFacts
{
    private const string Script = "offline/images/build";
    private const string Program = "KafkaChaos.Agent.dll";

    /// <param name="home">The project's folder; null where the tool was not started from one.</param>
    /// <param name="engine">Where images are.</param>
    /// <param name="token">Ends the look.</param>
    public static async Task<MachineFact> LookAsync(string? home, DockerEngine engine, CancellationToken token)
    {
        IDictionary<string, IDictionary<string, bool>> ours = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { ["kafkachaos.kind=agent"] = true } };
        var images = await engine.Client.Images.ListImagesAsync(new ImagesListParameters { Filters = ours }, token);
        return Of(
            images.SelectMany(image => image.RepoTags ?? []).FirstOrDefault(),
            home is not null && File.Exists(Path.Combine(home, Script)),
            File.Exists(Path.Combine(AppContext.BaseDirectory, Program)));
    }

    /// <param name="image">The name of one, of this program or of an older one; null where there is none.</param>
    /// <param name="script">Whether what makes it is at hand.</param>
    /// <param name="program">Whether what goes into it is.</param>
    public static MachineFact Of(string? image, bool script, bool program)
    {
        const string subject = "agent's image";
        const string needed = "faults pause, power-off, isolate, slow, fill-disk and wipe, kills at one instant";
        return (image, script && program) switch
        {
            ({ } name, true) => new(subject, FactState.Good, $"image {name}, made anew where the agent is another by now", needed, null),
            (null, true) => new(subject, FactState.Good, $"no image yet; {Script} makes it for the first run that needs it", needed, null),
            _ => new(subject, FactState.Limited, $"cannot be made: {(script ? Program : Script)} is not at hand", needed,
                "start the tool by ./kafkachaos from the project's folder; kills, stops, starts and pauses work without the agent"),
        };
    }
}
