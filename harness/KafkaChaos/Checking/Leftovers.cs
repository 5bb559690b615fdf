using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Nothing of the run is left on the machine.</summary>
/// <remarks>Inconclusive and not failed: what the harness leaves says nothing against the cluster, but a harness that lost track of its own things is not to be trusted with the rest.</remarks>
internal sealed class Leftovers : IChecker
{
    private const string Property = "leftovers";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var audit = trial.History.Of<LeftoverAudit>().LastOrDefault();
        if (audit is null)
        {
            return [Say.Inconclusive(Property, "what the run left on the machine was not looked up, expected an audit after the clean-up")];
        }

        Figure[] figures = [new("leftovers", audit.Items.Count, "items")];
        var evidence = audit.Items.Select(item => new Evidence(audit.At, "engine", item));
        return [audit.Kept
            ? Say.Passed(Property, $"what is left ({Say.Count(audit.Items.Count, "item")}) is left because the cluster was to be kept", figures, evidence)
            : audit.Items.Count == 0
                ? Say.Passed(Property, "nothing is left on the machine, as expected", figures)
                : Say.Inconclusive(Property, $"left on the machine: {Say.Count(audit.Items.Count, "item")}, expected none", figures, evidence)];
    }
}
