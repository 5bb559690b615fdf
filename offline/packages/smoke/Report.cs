namespace KafkaChaos.Offline.Smoke;

internal static class Report
{
    public static void Say(string line) => Console.WriteLine(line);

    public static void Check(string what, bool holds, object? seen)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{what}: not so. Seen: {seen}");
        }

        Say($"ok  {what}: {seen}");
    }
}
