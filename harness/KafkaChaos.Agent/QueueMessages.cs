using System.Buffers.Binary;

namespace KafkaChaos.Agents;

/// <summary>Netlink messages of the kernel's packet queue (linux/netfilter/nfnetlink_queue.h): lengths in the machine's order, what is in attributes in the network's.</summary>
internal static class QueueMessages
{
    private const int Header = 16;
    private const int General = 4;
    private const int Queue = 3 << 8;
    private const ushort Packet = Queue | 0;
    private const ushort Config = Queue | 2;
    private const ushort VerdictBatch = Queue | 3;
    private const ushort Error = 2;
    private const ushort Request = 1;
    private const ushort Acknowledge = 4;
    private const ushort CommandAttribute = 1;
    private const ushort ParametersAttribute = 2;
    private const ushort LengthAttribute = 3;
    private const ushort MaskAttribute = 4;
    private const ushort FlagsAttribute = 5;
    private const ushort PacketHeader = 1;
    private const ushort VerdictHeader = 2;
    private const byte BindCommand = 1;
    private const byte CopyMetadata = 1;
    private const uint FailOpen = 1;
    private const uint Segments = 4;
    private const uint Accept = 1;

    /// <summary>Binds the socket to a queue.</summary>
    public static byte[] Bind(ushort number) => Message(Config, Request | Acknowledge, number, (CommandAttribute, [BindCommand, 0, 0, 0]));

    /// <summary>No payload is copied, so many may wait; where more come they pass, and packets of a segmented flow come as one.</summary>
    /// <param name="most">How many may wait.</param>
    public static byte[] Configure(ushort number, uint most) => Message(
        Config, Request | Acknowledge, number,
        (ParametersAttribute, [0, 0, 0, 0, CopyMetadata]),
        (LengthAttribute, Big(most)),
        (MaskAttribute, Big(FailOpen | Segments)),
        (FlagsAttribute, Big(FailOpen | Segments)));

    /// <summary>Lets every packet go on whose id is no later than this one.</summary>
    public static void WriteAccept(Span<byte> message, ushort number, uint last)
    {
        WriteHeader(message, AcceptBytes, VerdictBatch, Request, number);
        WriteAttribute(message[(Header + General)..], VerdictHeader, 8);
        BinaryPrimitives.WriteUInt32BigEndian(message[(Header + General + 4)..], Accept);
        BinaryPrimitives.WriteUInt32BigEndian(message[(Header + General + 8)..], last);
    }

    /// <summary>The length of what <see cref="WriteAccept"/> writes.</summary>
    public static int AcceptBytes => Header + General + 12;

    /// <summary>Takes the first message off a buffer.</summary>
    /// <param name="buffer">What is left of what was received; moved on.</param>
    /// <param name="id">Of the packet that the message tells of; null where it tells of none.</param>
    /// <param name="error">The kernel's errno, positive; 0 for an acknowledgement; null where the message is neither.</param>
    /// <returns>False where there is no whole message left.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> buffer, out uint? id, out int? error)
    {
        (id, error) = (null, null);
        if (buffer.Length < Header || BitConverter.ToInt32(buffer) is var length && (length < Header || length > buffer.Length))
        {
            return false;
        }

        var message = buffer[..length];
        buffer = buffer[Math.Min(buffer.Length, Aligned(length))..];
        switch (BitConverter.ToUInt16(message[4..]))
        {
            case Error when message.Length >= Header + 4:
                error = -BitConverter.ToInt32(message[Header..]);
                break;
            case Packet when message.Length >= Header + General:
                id = Id(message[(Header + General)..]);
                break;
        }

        return true;
    }

    private static uint? Id(ReadOnlySpan<byte> attributes)
    {
        while (attributes.Length >= 4 && BitConverter.ToUInt16(attributes) is var length and >= 4 && length <= attributes.Length)
        {
            if (BitConverter.ToUInt16(attributes[2..]) == PacketHeader && length >= 8)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(attributes[4..]);
            }

            attributes = attributes[Math.Min(attributes.Length, Aligned(length))..];
        }

        return null;
    }

    private static byte[] Message(ushort type, int flags, ushort number, params (ushort Type, byte[] Value)[] attributes)
    {
        var bytes = new byte[Header + General + attributes.Sum(one => Aligned(4 + one.Value.Length))];
        WriteHeader(bytes, bytes.Length, type, (ushort)flags, number);
        var at = Header + General;
        foreach (var (kind, value) in attributes)
        {
            WriteAttribute(bytes.AsSpan(at), kind, value.Length);
            value.CopyTo(bytes, at + 4);
            at += Aligned(4 + value.Length);
        }

        return bytes;
    }

    private static void WriteHeader(Span<byte> message, int length, ushort type, ushort flags, ushort number)
    {
        message[..(Header + General)].Clear();
        BitConverter.TryWriteBytes(message, length);
        BitConverter.TryWriteBytes(message[4..], type);
        BitConverter.TryWriteBytes(message[6..], flags);
        BinaryPrimitives.WriteUInt16BigEndian(message[(Header + 2)..], number);
    }

    private static void WriteAttribute(Span<byte> attribute, ushort type, int length)
    {
        BitConverter.TryWriteBytes(attribute, (ushort)(4 + length));
        BitConverter.TryWriteBytes(attribute[2..], type);
    }

    private static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static int Aligned(int length) => (length + 3) & ~3;
}
