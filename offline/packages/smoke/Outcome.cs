using Docker.DotNet;

namespace KafkaChaos.Offline.Smoke;

internal static class Outcome
{
    public static async Task<string> OfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return "success";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
        catch (DockerApiException e)
        {
            return $"{e.GetType().Name} {(int)e.StatusCode}";
        }
    }
}
