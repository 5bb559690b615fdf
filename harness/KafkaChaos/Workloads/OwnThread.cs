namespace KafkaChaos.Workloads;

/// <summary>Runs what waits inside the client's native calls.</summary>
/// <remarks>In the pool it would keep everybody else's turns waiting: a pool has as many threads as the machine has cores, and gets more of them slowly.</remarks>
internal static class OwnThread
{
    public static Task RunAsync(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
