namespace KafkaChaos.Checking;

/// <summary>What the planner predicts of each fault, from the topology and the replicas alone, against what happened: what must survive did, and what cannot did not.</summary>
internal sealed class Survival : IChecker
{
    private const string Property = "survival";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        foreach (var kill in timeline.Strikes)
        {
            var cells = new SurvivalCells(trial, timeline, kill).All().ToList();
            if (cells.Exists(cell => cell.Survived is not null))
            {
                yield return Of(trial, kill, cells);
            }
        }
    }

    private static Finding Of(Trial trial, Strike kill, List<SurvivalCell> cells)
    {
        var tried = cells.Where(cell => cell.Survived is not null).ToList();
        var refuted = tried.Where(cell => cell.Refuted).OrderByDescending(cell => cell.Certain).ToList();
        var certain = refuted.Where(cell => cell.Certain).ToList();
        Figure[] figures = [new("tried", tried.Count, "cells"), new("refuted", refuted.Count, "cells"), new("not tried", cells.Count - tried.Count, "cells")];
        var evidence = Examples.Of(trial.History, "run", [.. refuted.Take(Finding.MostEvidence).Select(cell => cell.Shown)]);
        if (refuted.Count > 0)
        {
            var told = Say.List(refuted.Take(8).Select(cell => $"{cell.What} was predicted {(cell.Predicted ? "to survive" : "not to survive")} and {(cell.Predicted ? "did not" : "did")}"));
            return certain.Count > 0
                ? Say.Failed(Property, $"the prediction is refuted by the {kill.Name}, in {refuted.Count} of {Say.Count(tried.Count, "cell")}: {told}", figures, evidence)
                : Excuse.Weigh(
                    Say.Inconclusive(Property, $"the prediction may be refuted by the {kill.Name}{(refuted.Exists(cell => cell.Thin) ? ", by too few acknowledgements to be sure" : "")}: {told}", figures, evidence),
                    refuted.Select(cell => cell.Excuse).OfType<Excuse>().MaxBy(excuse => excuse.Starved));
        }

        var stated = tried.Count(cell => cell.Survived != cell.Predicted);
        return Say.Passed(Property, $"the prediction for the {kill.Name} held in all of {Say.Count(tried.Count, "cell")} that were tried: {tried.Count(cell => cell.Survived == true)} survived and {tried.Count(cell => cell.Survived == false)} did not{(stated > 0 ? $"; {stated} against it, as the scenario states" : "")}; {cells.Count - tried.Count} were not tried", figures);
    }
}
