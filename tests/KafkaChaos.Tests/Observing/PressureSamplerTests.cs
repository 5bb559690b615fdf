using KafkaChaos.Observing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Observing;

/// <summary>On what kernels say.</summary>
public sealed class PressureSamplerTests
{
    [TestCase("some avg10=26.64 avg60=22.44 avg300=6.78 total=22765369\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n", 22.765369)]
    [TestCase("some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n", 0)]
    public void TheTotalOfWhatSomeTaskWaitedIsInMicroseconds(string text, double seconds) =>
        Assert.That(PressureSampler.Parse(text), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("")]
    [TestCase("full avg10=0.00 avg60=0.00 avg300=0.00 total=7\n")]
    [TestCase("some avg10=0.00 avg60=0.00 avg300=0.00\n")]
    [TestCase("some avg10=0.00 total=-1\n")]
    public void WhatDoesNotSayIsNotKnown(string text) => Assert.That(PressureSampler.Parse(text), Is.Null);
}
