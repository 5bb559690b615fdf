using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>The fields of a producer, in both forms of a load.</summary>
internal static class ProducerFields
{
    private const int LeastRecord = 32;
    private const int MostRecord = 1_000_000;
    private const int UsualRecord = 100;
    private const int MostInTransaction = 100_000;
    private const string TransactionTimeout = "transaction.timeout.ms";

    // The other half is for the commit, and for the faults that it is to live through.
    private const double MostOfTimeout = 0.5;

    private static readonly Field<double> Rate = new("rate", new ProducerRateReader(), "Records a second over its partitions; the schedule does not wait for answers.", Required: true);

    private static readonly Field<Acks> AcksField = new(
        "acks",
        Words.Choice(("all", Acks.All), ("leader", Acks.Leader), ("none", Acks.None), ("1", Acks.Leader), ("0", Acks.None)),
        "Replicas that acknowledge a record; all where left out.");

    private static readonly Field<bool> Idempotence = new("idempotence", Words.YesNo, "The producer's enable.idempotence; left out, true with acks all and else false.");

    private static readonly Field<int> Record = new("record", Units.Size(LeastRecord, MostRecord), "Size of a record's value; 100B where left out.");

    private static readonly Field<Keys> KeysField = new(
        "keys",
        Words.Choice(("per-partition", Keys.PerPartition), ("hashed", Keys.Hashed)),
        "Records without keys to each partition in turn, or keyed so that the partitioner chooses; per-partition where left out.");

    private static readonly Field<int> Transactions = new("transactions", Units.Count(1, MostInTransaction), "Records in each transaction; no transactions where left out.");

    private static readonly Field<IReadOnlyDictionary<string, string>> Settings = new(
        "settings",
        new SettingsReader("a producer", OwnedClientSettings.Producer, ["delivery.timeout.ms", "message.timeout.ms", "request.timeout.ms", "socket.timeout.ms", TransactionTimeout], []),
        "Settings of the client over the harness's own, by librdkafka's names.");

    internal static IReadOnlyList<Field> Fields { get; } = [Rate, AcksField, Idempotence, Record, KeysField, Transactions, Settings];

    /// <summary>A producer without name or topics; null where its rate is missing or wrong.</summary>
    internal static ProducerLoad? Read(Section section)
    {
        var rate = section.Get(Rate);
        var acks = section.Get(AcksField)?.Value ?? Acks.All;
        var idempotence = section.Get(Idempotence)?.Value ?? acks == Acks.All;
        var record = section.Get(Record)?.Value ?? UsualRecord;
        var keys = section.Get(KeysField)?.Value ?? Keys.PerPartition;
        var transactions = section.Get(Transactions);
        var settings = section.Get(Settings);
        if (idempotence && acks != Acks.All)
        {
            section.Error(Idempotence, "an idempotent producer needs acks: all");
        }

        if (transactions is not null && (acks != Acks.All || !idempotence))
        {
            section.Error(Transactions, "transactions need acks: all and idempotence: true");
        }

        if (rate is null)
        {
            return null;
        }

        if (transactions is not null)
        {
            CheckTime(section, transactions.Value / rate.Value, settings);
        }

        var producer = new ProducerLoad(rate.Value, acks, idempotence, record) { Keys = keys, TransactionRecords = transactions?.Value ?? 0 };
        return settings is null ? producer : producer with { Settings = settings.Value };
    }

    /// <param name="section">Of the producer.</param>
    /// <param name="filling">Seconds until a transaction has all its records.</param>
    /// <param name="settings">Of the client.</param>
    private static void CheckTime(Section section, double filling, Placed<IReadOnlyDictionary<string, string>>? settings)
    {
        var own = settings?.Value.GetValueOrDefault(TransactionTimeout);
        var timeout = own is null ? ProducerLoad.UsualTransactionTimeout : int.Parse(own, CultureInfo.InvariantCulture);
        if (timeout > section.Reading.MostTransactionTimeout)
        {
            var at = ((YamlMap?)settings?.Node)?.Entries.First(entry => entry.Key.Value == TransactionTimeout).Value.At;
            var message = string.Create(CultureInfo.InvariantCulture, $"the brokers refuse more than their {KafkaReader.MostTransactionTimeout} of {section.Reading.MostTransactionTimeout}");
            if (at is { } place)
            {
                section.Reading.Problems.Error(place, $"{section.KeyOf(Settings)}.{TransactionTimeout}", message, own);
            }
            else
            {
                section.Error(Transactions, string.Create(CultureInfo.InvariantCulture, $"{message}, and {TransactionTimeout} is {timeout} where it is left out"));
            }
        }
        else if (filling > MostOfTimeout * timeout / 1000)
        {
            section.Error(Transactions, string.Create(CultureInfo.InvariantCulture, $"at this rate one takes {filling:0.#} s to fill, more than half of {TransactionTimeout} ({timeout}); take fewer records, a higher rate or a longer time-out"));
        }
    }
}

/// <summary>Reads a rate, or that there is none.</summary>
internal sealed class ProducerRateReader() : EitherReader<double>(Units.Rate, AsFast)
{
    private const string Word = "as-fast-as-possible";

    private static readonly Reader<double> AsFast = Words.Choice((Word, double.PositiveInfinity));

    internal override string Expected => $"{Units.Rate.Expected}, or {Word}";

    internal override Placed<double>? Read(YamlNode node, string key, Reading reading) =>
        node is YamlScalar { Value: Word } ? AsFast.Read(node, key, reading)
        : node is YamlScalar { IsNothing: false } ? Units.Rate.Read(node, key, reading)
        : Refuse(node, key, reading);
}
