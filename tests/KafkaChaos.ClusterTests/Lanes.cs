using KafkaChaos.Clusters;
using NUnit.Framework;

// The tests of one class follow each other, but where it says otherwise.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(KafkaChaos.ClusterTests.Lanes.Most)]

namespace KafkaChaos.ClusterTests;

/// <summary>How many tests run at a time: two, a third where the machine has room for it, and one where a test asks to be alone.</summary>
/// <remarks>Runs mostly wait, for elections, sessions and loads, but those that start clusters together take all of two cores.</remarks>
internal static class Lanes
{
    public const int Most = 3;

    private const int Always = 2;

    // What the start of a cluster can have without taking it from the others.
    private const double Idle = 0.4;
    private const long Memory = 4L * 1024 * 1024 * 1024;

    // More than all tests together take.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    // Who waits for a lane, or for all of them, is waited for by all others.
    private static readonly SemaphoreSlim Turn = new(1);

    private static readonly IdleShare Machine = new();
    private static int _running;

    public static async Task EnterAsync()
    {
        await Turn.WaitAsync();
        await Wait.UntilAsync("a lane", Patience, _ => Task.FromResult(new Look(IsOpen(), $"{_running} tests run")), CancellationToken.None);
        Interlocked.Increment(ref _running);
        Turn.Release();
    }

    public static void Leave() => Interlocked.Decrement(ref _running);

    /// <summary>Waits until no other test runs, and lets none begin meanwhile. To be called in a lane, which is kept afterwards.</summary>
    public static async Task<T> AloneAsync<T>(Func<Task<T>> act)
    {
        Leave();
        await Turn.WaitAsync();
        await Wait.UntilAsync("all other tests to end", Patience, _ => Task.FromResult(new Look(_running == 0, $"{_running} tests run")), CancellationToken.None);
        Interlocked.Increment(ref _running);
        try
        {
            return await act();
        }
        finally
        {
            Turn.Release();
        }
    }

    private static bool IsOpen()
    {
        var (running, idle) = (Volatile.Read(ref _running), Machine.Look());
        return running < Always || (running < Most && idle >= Idle && MemoryInfo.Available() >= Memory);
    }
}
