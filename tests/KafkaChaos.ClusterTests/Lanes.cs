using NUnit.Framework;

// Runs mostly wait, for elections, sessions and loads. Two of them at a time are what two cores carry; the tests of one class
// follow each other.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(KafkaChaos.ClusterTests.Lanes.Most)]

namespace KafkaChaos.ClusterTests;

/// <summary>How many tests run at a time: two, and one where a test asks to be alone.</summary>
internal static class Lanes
{
    public const int Most = 2;

    private static readonly SemaphoreSlim Free = new(Most);

    // Who waits for a lane, or for all of them, is waited for by all others.
    private static readonly SemaphoreSlim Turn = new(1);

    public static Task EnterAsync() => TakeAsync(1);

    public static void Leave() => Free.Release();

    /// <summary>Waits until no other test runs, and lets none begin meanwhile. To be called in a lane, which is kept afterwards.</summary>
    public static async Task<T> AloneAsync<T>(Func<Task<T>> act)
    {
        Leave();
        await TakeAsync(Most);
        try
        {
            return await act();
        }
        finally
        {
            Free.Release(Most - 1);
        }
    }

    private static async Task TakeAsync(int lanes)
    {
        await Turn.WaitAsync();
        for (var taken = 0; taken < lanes; taken++)
        {
            await Free.WaitAsync();
        }

        Turn.Release();
    }
}
