using System.Text.Json.Serialization;

namespace KafkaChaos.Agents;

/// <summary>A line on the agent's standard input: what it is to do. Groups are paths below the root of the hierarchy, each in its run's group.</summary>
[JsonDerivedType(typeof(Freeze), "freeze")]
[JsonDerivedType(typeof(Thaw), "thaw")]
[JsonDerivedType(typeof(Kill), "kill")]
[JsonDerivedType(typeof(PowerOff), "power-off")]
[JsonDerivedType(typeof(MakeDisks), "make-disks")]
[JsonDerivedType(typeof(WipeDisk), "wipe-disk")]
[JsonDerivedType(typeof(FillDisk), "fill-disk")]
[JsonDerivedType(typeof(EmptyDisk), "empty-disk")]
[JsonDerivedType(typeof(SetRules), "set-rules")]
[JsonDerivedType(typeof(DropRules), "drop-rules")]
[JsonDerivedType(typeof(CountPackets), "count-packets")]
[JsonDerivedType(typeof(DelayPackets), "delay-packets")]
[JsonDerivedType(typeof(ReleasePackets), "release-packets")]
[JsonDerivedType(typeof(LimitRates), "limit-rates")]
[JsonDerivedType(typeof(FreeRates), "free-rates")]
[JsonDerivedType(typeof(CountLimited), "count-limited")]
[JsonDerivedType(typeof(CountSent), "count-sent")]
[JsonDerivedType(typeof(FindRemains), "find-remains")]
public abstract record AgentRequest
{
    private AgentRequest()
    {
    }

    /// <summary>Comes back with the answer; from 1.</summary>
    public long Id { get; init; }

    /// <summary>What it is about, for the check that all of it is the run's.</summary>
    public abstract IEnumerable<string> Concerns();

    /// <summary>Stops every process of the groups, all at one instant, until they are thawed or killed.</summary>
    /// <param name="Covers">The groups that are frozen at once: a zone's where all of it is hit, else the nodes' own.</param>
    /// <param name="Groups">The nodes' own groups, which stay frozen.</param>
    public sealed record Freeze(IReadOnlyList<string> Covers, IReadOnlyList<string> Groups) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Covers.Concat(Groups);
    }

    /// <summary>The undo of <see cref="Freeze"/>.</summary>
    public sealed record Thaw(IReadOnlyList<string> Groups) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Groups;
    }

    /// <summary>Freezes, sends SIGKILL to every process, thaws, and waits for their ends.</summary>
    public sealed record Kill(IReadOnlyList<string> Covers, IReadOnlyList<string> Groups) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Covers.Concat(Groups);
    }

    /// <summary>As <see cref="Kill"/>; but before any process dies, every packet from and to the nodes is dropped, those that wait to be sent too, and their disks are shut without being written.</summary>
    public sealed record PowerOff(IReadOnlyList<string> Covers, IReadOnlyList<PoweredNode> Nodes) : AgentRequest
    {
        /// <summary>Name of the rules that drop the packets, which its undo takes away by <see cref="DropRules"/>.</summary>
        public const string Rules = "off";

        public override IEnumerable<string> Concerns() => Covers.Concat(Nodes.SelectMany(node => new[] { node.Group, node.Sandbox }));
    }

    /// <summary>Makes a file, a file system and a loop device for each. The answer names the devices.</summary>
    public sealed record MakeDisks(IReadOnlyList<DiskOrder> Disks) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => [];
    }

    /// <summary>Makes the file system of a disk anew. Nothing may have it mounted.</summary>
    public sealed record WipeDisk(string Disk) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => [];
    }

    /// <summary>Takes all the room that is left on the disk of a running node.</summary>
    /// <param name="Group">The node's.</param>
    public sealed record FillDisk(string Disk, string Group) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => [Group];
    }

    /// <summary>The undo of <see cref="FillDisk"/>, of a running node or of one that does not run.</summary>
    public sealed record EmptyDisk(string Disk, string Group) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => [Group];
    }

    /// <summary>Puts rules before packets into sandboxes, those of one sandbox all at once.</summary>
    /// <param name="Name">For <see cref="DropRules"/> and <see cref="CountPackets"/>; letters and digits.</param>
    /// <param name="Last">Behind the rules that are there, and not before them: a packet that comes out of a queue meets no rule behind.</param>
    public sealed record SetRules(string Name, IReadOnlyList<SandboxRules> Sandboxes, bool Last) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes.Select(one => one.Sandbox);
    }

    /// <summary>The undo of every <see cref="SetRules"/> of that name in these sandboxes.</summary>
    public sealed record DropRules(string Name, IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }

    /// <summary>Has packets wait that a rule sends into a queue of that number, in each sandbox.</summary>
    /// <param name="Name">For <see cref="ReleasePackets"/>.</param>
    /// <param name="Delay">Of every packet, in nanoseconds.</param>
    /// <param name="Jitter">Most that a packet's own delay differs from that, in nanoseconds.</param>
    /// <param name="Seed">For the jitter.</param>
    public sealed record DelayPackets(string Name, ushort Queue, long Delay, long Jitter, int Seed, IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }

    /// <summary>The undo of <see cref="DelayPackets"/>: what waits goes on at once.</summary>
    public sealed record ReleasePackets(string Name, IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }

    /// <summary>Limits what the sandboxes send, each by itself: to some together, or to everybody.</summary>
    /// <param name="Class">Its number, for <see cref="FreeRates"/> and <see cref="CountLimited"/>, from 1: of two rates for one address the one toward some holds, and of two of a kind the one with the lower number.</param>
    /// <param name="BytesPerSecond">Of the headers, too.</param>
    public sealed record LimitRates(ushort Class, long BytesPerSecond, IReadOnlyList<SandboxRate> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes.Select(one => one.Sandbox);
    }

    /// <summary>The undo of <see cref="LimitRates"/>: what waits is lost.</summary>
    public sealed record FreeRates(ushort Class, IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }

    /// <summary>How many packets went out under the limit of that number, for each sandbox.</summary>
    public sealed record CountLimited(ushort Class, IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }

    /// <summary>How many packets the rules of that name have taken, for each sandbox.</summary>
    public sealed record CountPackets(string Name, IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }

    /// <summary>What the interface of each sandbox has sent.</summary>
    public sealed record CountSent(IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }

    /// <summary>Asks the kernel which rules, queues and limits stand in each sandbox where there ever were any; but for those of <see cref="PowerOff"/>.</summary>
    public sealed record FindRemains(IReadOnlyList<string> Sandboxes) : AgentRequest
    {
        public override IEnumerable<string> Concerns() => Sandboxes;
    }
}

/// <summary>A node that loses power.</summary>
/// <param name="Group">Of its processes.</param>
/// <param name="Sandbox">The group of the process that holds its network namespace.</param>
/// <param name="Disk">As it was ordered.</param>
public sealed record PoweredNode(string Group, string Sandbox, string Disk);

/// <summary>A disk to be made.</summary>
/// <param name="Name">The node's.</param>
/// <param name="Bytes">Its size; the file behind it takes what is written.</param>
public sealed record DiskOrder(string Name, long Bytes);

/// <summary>The rules of one sandbox, each in iptables' words without chain: such as <c>-s 10.1.2.3 -j DROP</c>.</summary>
/// <param name="Sandbox">The group of the process that holds the network namespace.</param>
/// <param name="Incoming">For packets that come in, in order.</param>
/// <param name="Outgoing">For packets that go out, in order.</param>
public sealed record SandboxRules(string Sandbox, IReadOnlyList<string> Incoming, IReadOnlyList<string> Outgoing);

/// <summary>Where packets of a sandbox go that a rate limits.</summary>
/// <param name="Sandbox">The group of the process that holds the network namespace.</param>
/// <param name="Toward">Addresses; null for all that are not spared.</param>
/// <param name="Spared">Addresses, where it is toward all.</param>
public sealed record SandboxRate(string Sandbox, IReadOnlyList<string>? Toward, IReadOnlyList<string> Spared);
