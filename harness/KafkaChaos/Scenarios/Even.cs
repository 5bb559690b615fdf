namespace KafkaChaos.Scenarios;

/// <summary>Why an even number of votes is no better than the odd number below it.</summary>
internal static class Even
{
    /// <param name="number">Even, above 0.</param>
    /// <param name="votes">What has a vote each, in the plural.</param>
    internal static string Reason(int number, string votes) =>
        $"{number} {votes} survive the loss of {(number - 1) / 2}, as {number - 1} would, and {(number / 2) + 1} of them must live instead of {number / 2}; take one less or one more";
}
