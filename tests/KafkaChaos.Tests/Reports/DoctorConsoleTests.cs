using KafkaChaos.Model;
using KafkaChaos.Reports;
using NUnit.Framework;
using static KafkaChaos.Tests.Reports.Sample;

namespace KafkaChaos.Tests.Reports;

public sealed class DoctorConsoleTests
{
    private static readonly MachineFact Engine = new("engine", FactState.Good, "Docker Engine 28.2", "API 1.41", null);
    private static readonly MachineFact Queue = new("packet queue", FactState.Limited, "not in this kernel", "fault slow", "use another kernel");
    private static readonly MachineFact Memory = new("memory", FactState.Missing, "1.0 GiB available", "2.0 GiB available", "end [other] programs");

    [Test]
    public void FactsAreATableAndTheLastLineSaysWhetherItRuns() =>
        Assert.That(Written(Engine, Queue, Memory), Is.EqualTo(
            """

                        subject        seen                       needed
            ─────────────────────────────────────────────────────────────────────────
              good      engine         Docker Engine 28.2         API 1.41
              limited   packet queue   not in this kernel         fault slow
                                       do: use another kernel
              MISSING   memory         1.0 GiB available          2.0 GiB available
                                       do: end [other] programs


            this machine cannot run sample: memory

            """.ReplaceLineEndings("\n")));

    [Test]
    public void LimitsDoNotKeepARunFromStarting() =>
        Assert.That(Written(Engine, Queue), Does.EndWith("\nthis machine can run sample, with limits: packet queue\n"));

    [Test]
    public void AGoodMachineCanRun() =>
        Assert.That(Written(Engine), Does.EndWith("\nthis machine can run sample\n"));

    private static string Written(params MachineFact[] facts)
    {
        var (console, text) = Plain(80);
        DoctorConsole.Write(console, facts, "sample");
        return Seen(text);
    }
}
