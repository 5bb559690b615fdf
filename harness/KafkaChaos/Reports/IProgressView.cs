using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>Shows a person how a run goes on.</summary>
public interface IProgressView : IDisposable
{
    /// <summary>One line of what is being done, such as an image being built.</summary>
    void Say(string line);

    /// <summary>From now on the run of that scenario is shown from what is recorded.</summary>
    void Follow(Scenario scenario, Recorder recorder);
}
