using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class PackageListTests
{
    // As in a .deps.json.
    private const string Json = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
          "libraries": {
            "KafkaChaos.Tool/0.1.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Polly.Core/8.9.1": { "type": "package", "serviceable": true, "sha512": "x" },
            "SSH.NET/2025.1.0.20334": { "type": "package", "serviceable": true, "sha512": "x" },
            "ZooKeeperNetEx/3.4.12.4": { "type": "package", "serviceable": true, "sha512": "x" },
            "Some.Preview/1.0.0-rc.1": { "type": "package", "serviceable": true, "sha512": "x" }
          }
        }
        """;

    [Test]
    public void OnlyAHighFourthPartMarksASubstitute()
    {
        var used = PackageList.Of(Json);
        Assert.That(string.Join(' ', used.Select(package => package.Id)), Is.EqualTo("Polly.Core SSH.NET ZooKeeperNetEx Some.Preview"));
        Assert.That(used.Single(package => package.IsSubstitute).Id, Is.EqualTo("SSH.NET"));
    }

    [Test]
    public void SubstitutesInUseAreNamed()
    {
        var fact = PackageFacts.Of(PackageList.Of(Json), ["SSH.NET.2025.1.0.20334"]);
        Assert.That(fact.State, Is.EqualTo(FactState.Limited));
        Assert.That(fact.Seen, Is.EqualTo("4 in use, 1 of them substitutes: SSH.NET 2025.1.0.20334; 1 substitute in the feed .kafkachaos/feed"));
        Assert.That(fact.Remedy, Is.Not.Null);
    }

    [Test]
    public void RealPackagesAreGood() =>
        Assert.That(PackageFacts.Of([new("Polly.Core", "8.9.1")], []).State, Is.EqualTo(FactState.Good));

    [Test]
    public void AProgramWithoutAListSaysSo() =>
        Assert.That(PackageFacts.Of([], []).Seen, Does.Contain("cannot be seen"));
}
