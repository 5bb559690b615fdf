namespace KafkaChaos.Agents;

/// <summary>What the kernel had given to the line of a sandbox's interface by some moment, behind all rules and queues.</summary>
/// <param name="Frames">How many, of all protocols.</param>
/// <param name="Bytes">Together, with their headers.</param>
public sealed record FramesSent(long Frames, long Bytes)
{
    // The kernel answers ARP whatever the rules say, as in a cloud the network does for a machine that is off.
    // No frame is shorter than one of ARP: 14 bytes of Ethernet, 28 of its own. One of TCP has 54 at least.
    private const int Arp = 42;

    /// <summary>Frames sent since an earlier moment: none where all of them were of ARP, else all.</summary>
    /// <returns>Null where the counters went back: they are of another interface.</returns>
    public long? Since(FramesSent earlier)
    {
        var (frames, bytes) = (Frames - earlier.Frames, Bytes - earlier.Bytes);
        return frames < 0 || bytes < 0 ? null : bytes == Arp * frames ? 0 : frames;
    }
}
