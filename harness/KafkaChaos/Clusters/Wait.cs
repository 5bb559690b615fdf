using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace KafkaChaos.Clusters;

/// <summary>One look at a condition.</summary>
/// <param name="Holds">Whether the wait is over.</param>
/// <param name="Seen">What was seen, for the message of a wait that fails.</param>
public sealed record Look(bool Holds, string Seen);

/// <summary>A condition did not come true in time.</summary>
public sealed class WaitException(string condition, TimeSpan deadline, string seen)
    : Exception($"waited {deadline.TotalSeconds:0.#} s for {condition}; last seen: {seen}");

/// <summary>Waits for a named condition, and reports what it saw last.</summary>
public static class Wait
{
    // Polly takes none that is shorter; one look is always taken.
    private static TimeSpan Least { get; } = TimeSpan.FromMilliseconds(10);

    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(100);

    /// <param name="condition">What is waited for, as it shall stand after "waited for".</param>
    /// <param name="deadline">Derived from the cluster's own settings.</param>
    /// <param name="look">Looks once. What it throws counts as "not yet", but for <see cref="EnvironmentException"/>.</param>
    /// <exception cref="WaitException">The deadline passed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static async Task UntilAsync(string condition, TimeSpan deadline, Func<CancellationToken, Task<Look>> look, CancellationToken token)
    {
        var seen = "nothing";
        var pipeline = new ResiliencePipelineBuilder<Look>()
            .AddTimeout(deadline > Least ? deadline : Least)
            .AddRetry(new RetryStrategyOptions<Look>
            {
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome switch
                {
                    { Exception: EnvironmentException or OperationCanceledException { InnerException: not TimeoutException } } => false,
                    { Exception: not null } => true,
                    { Result.Holds: false } => true,
                    _ => false,
                }),
                MaxRetryAttempts = int.MaxValue,
                Delay = Interval,
                BackoffType = DelayBackoffType.Constant,
                OnRetry = attempt =>
                {
                    seen = attempt.Outcome.Exception?.Message ?? attempt.Outcome.Result?.Seen ?? seen;
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        try
        {
            await pipeline.ExecuteAsync(async cancelled => await look(cancelled), token);
        }
        catch (TimeoutRejectedException)
        {
            throw new WaitException(condition, deadline, seen);
        }
    }
}
