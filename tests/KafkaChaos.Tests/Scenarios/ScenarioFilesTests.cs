using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class ScenarioFilesTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("kafkachaos-files-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void AFolderIsSearchedWholeWithoutSchemasAndHiddenFolders()
    {
        Write("b.yaml", Sample.Text);
        Write("deep/er/a.yml", Sample.Text);
        Write("schema/c.yaml", "no scenario");
        Write(".hidden/d.yaml", "no scenario");
        Write("notes.txt", "no scenario");
        var read = ScenarioFiles.Read([folder]);
        Assert.That(read.Files.Select(Relative), Is.EqualTo((string[])["b.yaml", "deep/er/a.yml"]));
        Assert.That(read.Files.Select(file => file.IsRight), Has.All.True);
        Assert.That(read.Problems, Is.Empty);
    }

    [Test]
    public void ALinkToAFolderIsNotFollowed()
    {
        Write("a.yaml", Sample.Text);
        Directory.CreateSymbolicLink(Path.Combine(folder, "again"), folder);
        Assert.That(ScenarioFiles.Read([folder]).Files.Select(Relative), Is.EqualTo((string[])["a.yaml"]));
    }

    [Test]
    public void EveryProblemOfEveryFileIsFoundInOnePass()
    {
        Write("a.yaml", Sample.With("rate: 200/s", "rate: 200"));
        Write("b.yaml", Sample.With("after: 10s", "after: soon").Replace("partitions: 6", "partitions: x", StringComparison.Ordinal));
        var read = ScenarioFiles.Read([folder]);
        Assert.That(read.Files.Select(file => file.Problems.Count), Is.EqualTo((int[])[1, 2]));
        Assert.That(read.Files.Select(file => file.IsRight), Has.All.False);
    }

    [Test]
    public void AFolderWithoutFilesIsAnError()
    {
        Write("notes.txt", "no scenario");
        var read = ScenarioFiles.Read([folder]);
        Assert.That(read.Files, Is.Empty);
        Assert.That(read.Problems.Single().ToString(), Is.EqualTo($"{folder}: holds no file that ends in .yaml or .yml; give a folder of scenarios"));
    }

    [Test]
    public void APathThatIsNotThereIsAProblemBesideTheOthers()
    {
        Write("a.yaml", Sample.Text);
        var read = ScenarioFiles.Read([Path.Combine(folder, "nowhere"), folder]);
        Assert.That(read.Files.Select(file => file.IsRight), Is.EqualTo((bool[])[false, true]));
        Assert.That(read.Files[0].Problems.Single().Message, Is.EqualTo("there is no such file"));
    }

    [Test]
    public void AFileThatIsNamedTwiceIsReadOnce()
    {
        Write("a.yaml", Sample.Text);
        Assert.That(ScenarioFiles.Read([folder, Path.Combine(folder, "a.yaml"), Path.Combine(folder, ".", "a.yaml")]).Files, Has.Count.EqualTo(1));
    }

    [Test]
    public void ATopologyIsKnownByItsFolderOrByItsZones()
    {
        const string zones = "zones: { a: {}, b: {} }\n";
        Write("topologies/region.yaml", zones);
        Write("topologies/mistyped.yaml", "zone: { a: {} }\n");
        Write("plan.yaml", zones);
        var read = ScenarioFiles.Read([folder]);
        Assert.That(read.Files.Select(file => (Relative(file), file.IsTopology, file.IsRight)), Is.EqualTo(((string, bool, bool)[])
        [
            ("plan.yaml", true, true),
            ("topologies/mistyped.yaml", true, false),
            ("topologies/region.yaml", true, true),
        ]));
        Assert.That(read.Files[1].Problems[0].ToString(), Does.Contain("unknown key").And.Contain("did you mean zones?"));
    }

    [Test]
    public void EveryStepHasThePlaceOfItsFault()
    {
        var text = Sample.With(Sample.Start, "  - repeat: 2\n    steps:\n      - { after: 1s, start: { same-as: outage } }\n      - { after: 1s, kill: { zone: a } }\n      - { after: 1s, start: { zone: a } }\n      - { after: 1s, kill: { zone-of: { role: controller } } }");
        var read = Sample.Read(text.Replace("same-as: outage", "zone: [a, b, c]", StringComparison.Ordinal));
        Assert.That(read.Scenario?.Steps, Has.Count.EqualTo(9), string.Join("\n", read.Problems));
        Assert.That(read.StepPlaces, Has.Count.EqualTo(9));
        Assert.That((read.StepPlaces[0].File, read.StepPlaces[0].Key), Is.EqualTo(("sample.yaml", "steps[0].kill")));
        Assert.That(text.Split('\n')[read.StepPlaces[0].Line - 1][(read.StepPlaces[0].Column - 1)..], Does.StartWith("kill:"));
        Assert.That(read.StepPlaces[2], Is.EqualTo(read.StepPlaces[6]), "a repeated step stands at one place");
        Assert.That(read.StepPlaces[2].Key, Is.EqualTo("steps[1].steps[1].kill"));
    }

    private string Relative(ScenarioFile file) => Path.GetRelativePath(folder, file.Path).Replace('\\', '/');

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
