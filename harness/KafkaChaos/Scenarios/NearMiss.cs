namespace KafkaChaos.Scenarios;

/// <summary>Finds what was probably meant by a mistyped word.</summary>
internal static class NearMiss
{
    private const int LongestWord = 60;

    /// <summary>The candidate at the smallest edit distance, if it is at most a third of the word; else null.</summary>
    internal static string? Of(string given, IReadOnlyList<string> candidates)
    {
        if (given.Length is 0 or > LongestWord)
        {
            return null;
        }

        return candidates
            .Where(candidate => candidate.Length <= LongestWord && candidate != given)
            .Select(candidate => (candidate, distance: Distance(given, candidate)))
            .Where(near => near.distance <= Math.Max(1, Math.Min(given.Length, near.candidate.Length) / 3) && near.distance < near.candidate.Length)
            .OrderBy(near => near.distance)
            .Select(near => near.candidate)
            .FirstOrDefault();
    }

    // Insertions, deletions, replacements and swaps of neighbours; letter case does not count.
    private static int Distance(string a, string b)
    {
        var cells = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cells[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(cells[i - 1, j], cells[i, j - 1]) + 1,
                        cells[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    cells[i, j] = Math.Min(cells[i, j], cells[i - 2, j - 2] + 1);
                }
            }
        }

        return cells[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
