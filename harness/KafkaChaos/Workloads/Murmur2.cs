using System.Buffers.Binary;

namespace KafkaChaos.Workloads;

/// <summary>The hash by which Kafka's Java clients, and librdkafka's <c>partitioner=murmur2</c>, choose a keyed record's partition.</summary>
/// <remarks>A record's sequence is counted in its partition, so the workload must know where the client's partitioner will put it.</remarks>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) => (int)((Hash(key) & 0x7fffffff) % (uint)partitions);

    private static uint Hash(ReadOnlySpan<byte> data)
    {
        var hash = Seed ^ (uint)data.Length;
        while (data.Length >= sizeof(uint))
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> Shift)) * Multiplier);
            data = data[sizeof(uint)..];
        }

        if (data.Length > 0)
        {
            for (var place = data.Length - 1; place >= 0; place--)
            {
                hash ^= (uint)data[place] << (8 * place);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
