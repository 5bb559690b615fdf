using NUnit.Framework;
using org.apache.zookeeper.session;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

public sealed class ConnectStringTests
{
    [TestCase("a:2182", "a:2182")]
    [TestCase("a", "a:2181")]
    [TestCase("a, b:1 ,c:65535", "a:2181 b:1 c:65535")]
    [TestCase("[::1]:2182,[fe80::1]", "[::1]:2182 [fe80::1]:2181")]
    [TestCase("a:1,b:2/kafka", "a:1 b:2")]
    public void Servers_are_read(string text, string servers) =>
        Assert.That(string.Join(' ', ConnectString.Parse(text).Servers), Is.EqualTo(servers));

    [TestCase("", "names no server")]
    [TestCase("/kafka", "names no server")]
    [TestCase("a:b,c,d:0,e:65536", "not a server: a:b, d:0, e:65536")]
    [TestCase("[::1:2181", "not a server: [::1:2181")]
    [TestCase(":2181", "not a server: :2181")]
    [TestCase("a/kafka/", "must not end with /")]
    public void What_is_no_connect_string_is_refused_and_says_why(string text, string why) =>
        Assert.That(() => ConnectString.Parse(text), Throws.ArgumentException.With.Message.Contains(why));

    [TestCase("a", "/", "/")]
    [TestCase("a", "/x/y", "/x/y")]
    [TestCase("a/kafka", "/", "/kafka")]
    [TestCase("a/kafka", "/brokers", "/kafka/brokers")]
    public void Paths_lie_below_the_root_of_the_connect_string(string text, string client, string server)
    {
        var chroot = ConnectString.Parse(text).Chroot;
        Assert.Multiple(() =>
        {
            Assert.That(chroot.ToServer(client), Is.EqualTo(server));
            Assert.That(chroot.ToClient(server), Is.EqualTo(client));
        });
    }

    [Test]
    public void A_path_outside_the_root_is_left_as_it_is() =>
        Assert.That(ConnectString.Parse("a/kafka").Chroot.ToClient("/kafka-other/x"), Is.EqualTo("/kafka-other/x"));
}
