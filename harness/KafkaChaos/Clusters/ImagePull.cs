using System.Diagnostics;
using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace KafkaChaos.Clusters;

/// <summary>Has the engine pull an image. The engine itself would wait for a silent registry without end.</summary>
/// <param name="engine">Pulls, with the rights of somebody who is not logged in.</param>
/// <param name="patience">How long nothing may be heard of the pull.</param>
/// <param name="say">Told how far it is, a line every few seconds.</param>
internal sealed class ImagePull(DockerEngine engine, TimeSpan patience, Action<string> say)
{
    private static TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    /// <param name="reference">Name and tag.</param>
    /// <param name="token">Ends the pull.</param>
    /// <returns>Why it could not be pulled; null where it was.</returns>
    public async Task<string?> PullAsync(string reference, CancellationToken token)
    {
        say($"image {reference}: pulling");
        var tag = reference.LastIndexOf(':');
        var progress = new PullProgress(reference, Interval);
        var began = Stopwatch.GetTimestamp();
        var (last, failure) = ("nothing", (string?)null);
        using var silence = new CancellationTokenSource(patience);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token, silence.Token);
        try
        {
            await engine.Client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = reference[..tag], Tag = reference[(tag + 1)..] },
                new AuthConfig(),
                new Immediately<JSONMessage>(message =>
                {
                    silence.CancelAfter(patience);
                    failure = message.Error?.Message ?? failure;
                    last = $"{message.ID} {message.Status}".Trim() is { Length: > 0 } words ? words : last;
                    if (progress.Hear(message, Stopwatch.GetElapsedTime(began)) is { } line)
                    {
                        say(line);
                    }
                }),
                ended.Token);
        }
        catch (DockerApiException refused)
        {
            return EngineFailure.Said(refused);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !token.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"nothing was heard of it for {patience.TotalSeconds:0.#} s; the last was: {last}");
        }

        return failure;
    }
}
