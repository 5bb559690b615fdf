using KafkaChaos.Histories;

namespace KafkaChaos.Tests.Histories;

/// <summary>Sends, reads and records handed to consumers, as wild as their fields allow.</summary>
internal static class RandomRecords
{
    private static readonly string[] Names = ["p", "orders.2", "a \"quoted\"\\ name", "é\n\u0001", "<&'>", ""];

    public static HistoryEvent Next(Random random)
    {
        var (producer, sequence) = random.Next(3) == 0 ? ((string?)null, (long?)null) : (Name(random), Number(random));
        return random.Next(3) switch
        {
            0 => new ReadRecord(Name(random), random.Next(), Number(random), producer, sequence) { At = Time(random) },
            1 => new ConsumedRecord(Name(random), Name(random), random.Next(), Number(random), producer, sequence) { At = Time(random) },
            _ => new SendOperation(Name(random), Name(random), random.Next(), Number(random), Time(random), Time(random), (Outcome)random.Next(3), random.Next(2) == 0 ? null : Number(random), random.Next(2) == 0 ? null : Name(random))
            {
                At = Time(random),
                Transaction = random.Next(2) == 0 ? null : Number(random),
            },
        };
    }

    private static string Name(Random random) => Names[random.Next(Names.Length)];

    private static long Number(Random random) => random.NextInt64() >> random.Next(63);

    private static TimeSpan Time(Random random) => TimeSpan.FromTicks(random.NextInt64(long.MaxValue / 100) >> random.Next(50));
}
