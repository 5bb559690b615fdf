using Confluent.Kafka;

namespace KafkaChaos.Workloads;

/// <summary>What librdkafka's errors of a commit say of whether the coordinator was asked for it. The text alone tells, in <c>rdkafka_txnmgr.c</c>.</summary>
internal static class CommitErrors
{
    private const string Refused = "EndTxn commit failed";
    private const string RefusedBefore = "Failed to end transaction";
    private const string FailedMeanwhile = "EndTxn failed with";

    /// <summary>Of a commit that can be asked for again: whether its records were still being sent.</summary>
    public static bool IsBeforeAsking(Error error) => Begins(error, "Failed to flush");

    /// <summary>Of a commit that must be aborted: whether it is the answer of a coordinator that was asked, which may have committed before it, as where its first answer was lost.</summary>
    public static bool IsAnswer(Error error) => Begins(error, Refused) || Begins(error, RefusedBefore) || Begins(error, FailedMeanwhile);

    /// <summary>Of the same: whether the client then asks the coordinator for the abort, which refuses that where it has committed.</summary>
    /// <remarks>Else it may be content with a new epoch, which it gets either way.</remarks>
    public static bool LeavesItToTheAbort(Error error) =>
        (Begins(error, Refused) || Begins(error, RefusedBefore)) && error.Code is not (ErrorCode.UnknownProducerId or ErrorCode.InvalidProducerIdMapping);

    private static bool Begins(Error error, string text) => error.Reason.StartsWith(text, StringComparison.Ordinal);
}
