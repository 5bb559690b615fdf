using KafkaChaos.Histories;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

public sealed class ScheduleTests
{
    [Test]
    public async Task WhatWasNotSentBeforeTheLoadBeganIsDueFromThenOn()
    {
        var path = Path.GetTempFileName();
        try
        {
            await using var recorder = new Recorder(path, FileMode.Create);
            var schedule = new Schedule(10, recorder);
            var began = schedule.Due;
            schedule.Take();
            Assert.That(schedule.Due - began, Is.EqualTo(TimeSpan.FromSeconds(0.1)));
            schedule.Begin(TimeSpan.FromSeconds(50));
            Assert.That((schedule.Number, schedule.Due), Is.EqualTo((1L, TimeSpan.FromSeconds(50))));
            schedule.Take();
            schedule.Take();
            Assert.That((schedule.Number, schedule.Due), Is.EqualTo((3L, TimeSpan.FromSeconds(50.2))));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
