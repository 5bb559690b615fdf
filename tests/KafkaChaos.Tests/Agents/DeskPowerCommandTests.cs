using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>What the agent does to disks, and to machines that lose power.</summary>
public sealed class DeskPowerCommandTests(int version, bool systemd) : DeskFixture(version, systemd)
{
    private const string Format = "mkfs.ext4 -q -F -m 0 -E lazy_itable_init=1,lazy_journal_init=1,nodiscard";
    private const string Silence = "<<<'*filter\n:kc-off-in - [0:0]\n:kc-off-out - [0:0]\n-A kc-off-in -j DROP\n-A kc-off-out -j DROP\n-I INPUT -j kc-off-in\n-I OUTPUT -j kc-off-out\nCOMMIT'";

    private string Zone => Groups.Zone("a");

    [Test]
    public void ADiskIsAFileWithAFileSystemBehindALoopDevice()
    {
        var answer = Do(new AgentRequest.MakeDisks([new DiskOrder("one", 1 << 20)]));
        Did($"{Format} /disks/one.ext4", "losetup /dev/loop1 /disks/one.ext4 # detached by the kernel at its last close");
        Assert.That(answer.Devices, Is.EqualTo(new Dictionary<string, string> { ["one"] = "/dev/loop1" }));
        Assert.That(new FileInfo(Path.Combine(Disks, "one.ext4")).Length, Is.EqualTo(1 << 20));
    }

    [Test]
    public void EveryNodeHasADiskOfItsOwn()
    {
        var answer = Do(new AgentRequest.MakeDisks([new DiskOrder("one", 4096), new DiskOrder("two", 8192)]));
        Assert.That(answer.Devices.Values, Is.EquivalentTo(Lines("/dev/loop1", "/dev/loop2")));
        Machine.Forget();
        Desk.Leave();
        Assert.That(Machine.Done, Is.EquivalentTo(Lines("[close /dev/loop1]", "[close /dev/loop2]")));
    }

    [Test]
    public void AWipeMakesItsFileSystemAnew()
    {
        Make("one");
        Machine.Say("dumpe2fs", Described("the-old", 1), Described("the-new", 2));
        var answer = Do(new AgentRequest.WipeDisk("one"));
        Did("dumpe2fs -h /dev/loop1", $"{Format} /dev/loop1", "dumpe2fs -h /dev/loop1");
        Assert.That((answer.FileSystemBefore, answer.FileSystemAfter), Is.EqualTo(("the-old", "the-new")));
    }

    [Test]
    public void AWipeWhoseFileSystemCannotBeSeenIsAnError()
    {
        Make("one");
        Machine.Say("dumpe2fs", "dumpe2fs 1.47.0");
        Assert.That(Refused(new AgentRequest.WipeDisk("one")), Is.EqualTo("dumpe2fs says neither a file system's UUID nor its free blocks: dumpe2fs 1.47.0"));
    }

    [Test]
    public void ADiskIsFilledThroughAProcessThatSeesItAndEmptiedAgain()
    {
        const string ballast = "/proc/11/root/kafkachaos/disk/kafkachaos-ballast";
        Make("one");
        var filled = Do(new AgentRequest.FillDisk("one", Groups.Node("one")));
        Assert.That((filled.Filled, filled.RoomBefore, filled.RoomAfter), Is.EqualTo((8192, 8192, 0)));
        // A loss of power may follow at once.
        Did("[open /proc/11/root/kafkachaos/disk on loop1]", $"fill {ballast}", $"sync {ballast}", "[close /proc/11/root/kafkachaos/disk]");
        var emptied = Do(new AgentRequest.EmptyDisk("one", Groups.Node("one")));
        Assert.That((emptied.RoomBefore, emptied.RoomAfter), Is.EqualTo((0, 8192)));
        Did("[open /proc/11/root/kafkachaos/disk on loop1]", $"rm {ballast}", $"sync {ballast}", "[close /proc/11/root/kafkachaos/disk]");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void ADiskThatIsNotMountedIsEmptiedOnItsDevice(bool gone)
    {
        Make("one");
        if (gone)
        {
            Groups.End(Groups.Node("one"));
        }
        else
        {
            Groups.Empty(Groups.Node("one"));
        }

        Machine.Say("dumpe2fs", Described("it", 0), Described("it", 2));
        var answer = Do(new AgentRequest.EmptyDisk("one", Groups.Node("one")));
        Did(
            "bash -c e2fsck -fp /dev/loop1; [ $? -le 1 ]",
            "dumpe2fs -h /dev/loop1",
            "bash -c debugfs -w -R 'rm kafkachaos-ballast' /dev/loop1 && { e2fsck -fy /dev/loop1; [ $? -le 1 ]; }",
            "dumpe2fs -h /dev/loop1");
        Assert.That((answer.RoomBefore, answer.RoomAfter), Is.EqualTo((0, 8192)));
    }

    [Test]
    public void ADiskThatIsNotMountedCannotBeFilled()
    {
        Make("one");
        Groups.Empty(Groups.Node("one"));
        Assert.That(Refused(new AgentRequest.FillDisk("one", Groups.Node("one"))), Is.EqualTo($"no process of {Groups.Node("one")} runs, so that its disk is not mounted"));
        Did();
    }

    [Test]
    public void ANodeWithoutADiskOfItsOwnIsNamed()
    {
        Assert.That(Refused(new AgentRequest.FillDisk("one", Groups.Node("one"))), Is.EqualTo("the node one has no disk of its own"));
        Assert.That(Refused(new AgentRequest.WipeDisk("one")), Is.EqualTo("the node one has no disk of its own"));
        Did();
    }

    [TestCase("mkfs.ext4")]
    [TestCase("losetup")]
    public void ADiskThatCannotBeMadeIsAnError(string refused)
    {
        Machine.Refuse(refused);
        Assert.That(Refused(new AgentRequest.MakeDisks([new DiskOrder("one", 4096)])), Does.StartWith(refused).And.EndWith("refused"));
        Machine.Refuse("nothing");
        Assert.That(Refused(new AgentRequest.WipeDisk("one")), Is.EqualTo("the node one has no disk of its own"));
    }

    [Test]
    public void ALossOfPowerShutsTheDisksThenSilencesThenKills()
    {
        Make("one");
        var answer = Do(new AgentRequest.PowerOff(Lines(Groups.Node("one")), [Powered("one")]));
        Did(
            "[open /proc/11/root/kafkachaos/disk on loop1]",
            Groups.Freeze(Groups.Node("one")),
            "ioctl EXT4_IOC_SHUTDOWN NOLOGFLUSH /dev/loop1",
            "nsenter --net=/proc/1/ns/net iptables-nft -w -nL",
            $"nsenter --net=/proc/1/ns/net iptables-nft-restore -w --noflush {Silence}",
            "cat /proc/1/net/dev",
            "kill -KILL 11",
            Groups.Thaw(Groups.Node("one")),
            "[close /proc/11/root/kafkachaos/disk]");
        Assert.That(new[] { answer.Began, answer.Done, answer.Shut["one"], answer.Silenced!.Value, answer.Deaths.Single().At }, Is.Ordered);
    }

    [Test]
    public void WhatWaitsForARateIsLostWithThePowerAndTheRateStands()
    {
        Make("one");
        Do(new AgentRequest.LimitRates(3, 125, [new SandboxRate(Groups.Sandbox("one"), ["10.0.0.3"], [])]));
        Do(new AgentRequest.LimitRates(0x1f, 12_500_000, [new SandboxRate(Groups.Sandbox("one"), null, []), new SandboxRate(Groups.Sandbox("two"), null, [])]));
        Do(new AgentRequest.PowerOff(Lines(Groups.Node("one")), [Powered("one")]));
        const string emptied = "nsenter --net=/proc/1/ns/net tc -batch - <<<'qdisc del dev eth0 parent 1:3\nqdisc add dev eth0 parent 1:3 bfifo limit 81920\nqdisc del dev eth0 parent 1:1f\nqdisc add dev eth0 parent 1:1f bfifo limit 5125000'";
        var done = Machine.Done.ToList();
        Assert.That(done.Where(one => one.Contains(" tc ", StringComparison.Ordinal)), Is.EqualTo(Lines(emptied)), "of the node without power alone");
        Assert.That(done.IndexOf(emptied), Is.GreaterThan(done.FindIndex(one => one.EndsWith(Silence, StringComparison.Ordinal))).And.LessThan(done.IndexOf("kill -KILL 11")));
    }

    // A heal takes a rate away, on a node with power or without; what is laid meanwhile is kept.
    [TestCase("off", "on", "free")]
    [TestCase("off", "free", "on")]
    [TestCase("free", "off", "on")]
    public void ARateAndALossOfPowerComeUndoneInAnyOrder(params string[] order)
    {
        Make("one");
        var sandbox = Groups.Sandbox("one");
        Do(new AgentRequest.LimitRates(3, 125, [new SandboxRate(sandbox, ["10.0.0.3"], [])]));
        foreach (var act in order)
        {
            Do(act switch
            {
                "off" => new AgentRequest.PowerOff(Lines(Groups.Node("one")), [Powered("one")]),
                "on" => new AgentRequest.DropRules(AgentRequest.PowerOff.Rules, Lines(sandbox)),
                _ => new AgentRequest.FreeRates(3, Lines(sandbox)),
            });
            if (act == "free")
            {
                Did("nsenter --net=/proc/1/ns/net tc -batch - <<<'qdisc del dev eth0 root'");
            }
            else
            {
                Assert.That(Machine.Done.Any(one => one.Contains("qdisc", StringComparison.Ordinal)), Is.EqualTo(act == "off" && order[0] != "free"), act);
            }
        }
    }

    [Test]
    public void AZoneLosesPowerAsOne()
    {
        Make("one", "two");
        Do(new AgentRequest.SetRules("cut1", [new SandboxRules(Groups.Sandbox("three"), ["-s 10.0.0.1 -j DROP"], [])], Last: false));
        Machine.Say("/proc/2/net/dev", "  eth0:    4894      23    0    0    0     0          0         0    73626      53    0    0    0     0       0          0\n");
        Assert.That(Do(new AgentRequest.PowerOff(Lines(Zone), [Powered("one"), Powered("two")])).Sent, Is.EqualTo(new Dictionary<string, FramesSent> { [Groups.Sandbox("two")] = new(53, 73626) }));
        var done = Machine.Done;
        Assert.That(done.Take(2), Is.All.StartsWith("[open "));
        Assert.That(done[2], Is.EqualTo(Groups.Freeze(Zone)));
        Assert.That(done.Skip(3).Take(2), Is.EquivalentTo(Lines("ioctl EXT4_IOC_SHUTDOWN NOLOGFLUSH /dev/loop1", "ioctl EXT4_IOC_SHUTDOWN NOLOGFLUSH /dev/loop2")));
        Assert.That(done.Skip(5).Take(2), Is.EquivalentTo(Enumerable.Range(1, 2).Select(holder => $"nsenter --net=/proc/{holder}/ns/net iptables-nft-restore -w --noflush {Silence}")));
        Assert.That(done.Skip(7).Take(2), Is.EqualTo(Lines("cat /proc/1/net/dev", "cat /proc/2/net/dev")));
        Assert.That(done.Skip(9).Take(4), Is.EqualTo(Lines("kill -KILL 11", "kill -KILL 21", "kill -KILL 22", Groups.Thaw(Zone))));
    }

    [Test]
    public void ANodeWhoseProcessHadEndedIsOnlySilenced()
    {
        Make("three");
        Groups.End(Groups.Node("three"));
        var answer = Do(new AgentRequest.PowerOff(Lines(Groups.Node("three")), [Powered("three")]));
        Did("nsenter --net=/proc/3/ns/net iptables-nft -w -nL", $"nsenter --net=/proc/3/ns/net iptables-nft-restore -w --noflush {Silence}", "cat /proc/3/net/dev");
        Assert.That((answer.Deaths.Count, answer.Shut.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void PowerComesBackByTheRemovalOfItsRules()
    {
        Make("one");
        Do(new AgentRequest.PowerOff(Lines(Groups.Node("one")), [Powered("one")]));
        Do(new AgentRequest.DropRules("off", Lines(Groups.Sandbox("one"))));
        Did("nsenter --net=/proc/1/ns/net iptables-nft-restore -w --noflush <<<'*filter\n-D INPUT -j kc-off-in\n-D OUTPUT -j kc-off-out\n-F kc-off-in\n-F kc-off-out\n-X kc-off-in\n-X kc-off-out\nCOMMIT'");
    }

    [Test]
    public void ADiskThatCannotBeReachedStopsNothing()
    {
        Make("one");
        Machine.Refuse("[open ");
        Assert.That(Refused(new AgentRequest.PowerOff(Lines(Groups.Node("one")), [Powered("one")])), Does.EndWith("refused"));
        Did("[open /proc/11/root/kafkachaos/disk on loop1]");
    }

    [TestCase("EXT4_IOC_SHUTDOWN")]
    [TestCase("iptables")]
    public void ALossOfPowerThatFailsKillsNobodyAndLeavesNothingFrozen(string refused)
    {
        Make("one");
        Machine.Refuse(refused);
        Assert.That(Refused(new AgentRequest.PowerOff(Lines(Zone), [Powered("one")])), Does.Contain(refused).And.EndWith("refused"));
        Assert.That(Machine.Done, Has.None.StartsWith("kill"));
        Assert.That(Machine.Done.TakeLast(2), Is.EqualTo(Lines(Groups.Thaw(Zone), "[close /proc/11/root/kafkachaos/disk]")));
    }

    private PoweredNode Powered(string node) => new(Groups.Node(node), Groups.Sandbox(node), node);

    private static string Described(string uuid, int free) => $"Filesystem volume name:   <none>\nFilesystem UUID:          {uuid}\nFree blocks:              {free}\nBlock size:               4096\n";

    // One after the other, so that their devices have an order.
    private void Make(params string[] nodes)
    {
        foreach (var node in nodes)
        {
            Do(new AgentRequest.MakeDisks([new DiskOrder(node, 4096)]));
        }
    }
}
