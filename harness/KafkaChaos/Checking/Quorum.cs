using System.Globalization;
using System.Text.RegularExpressions;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Planning;

namespace KafkaChaos.Checking;

/// <summary>After each kill the quorum of the members does what was expected of it: it serves on, under a new leader where the old one was killed, or it is lost until the undo.</summary>
internal sealed partial class Quorum : IChecker
{
    private const string Property = "quorum";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (!trial.Scenario.Topology.Members.Any())
        {
            yield break;
        }

        var timeline = Timeline.Of(trial);
        if (timeline.FirstFault is null)
        {
            yield return Say.Inconclusive(Property, "nothing was taken down, so whether the quorum survives was not tried");
        }

        // One expectation for several kills: with a quorum that must be lost, kills that leave a majority still must not lose it.
        var someLose = timeline.Strikes.Any(kill => !Planning.Quorum.Survives(trial.Scenario.Topology, kill.Down));
        foreach (var kill in timeline.Strikes)
        {
            // Where it cannot be said, what was seen decides, unless the scenario says what it must be.
            bool? survives = kill.IsOpen && trial.Scenario.Expect.QuorumSurvives is null ? null
                : trial.Expect.QuorumSurvives!.Value || (someLose && Planning.Quorum.Survives(trial.Scenario.Topology, kill.Down));
            var finding = Check(trial, timeline, kill, survives);
            // It costs the quorum nothing, and what it costs was tried by the strike before it.
            if (kill.IsRepeated && finding.Verdict == Verdict.Inconclusive)
            {
                continue;
            }

            yield return finding.Verdict == Verdict.Failed && Doubts(trial, timeline, kill) is { Count: > 0 } doubts
                ? finding with { Verdict = Verdict.Inconclusive, Statement = $"{finding.Statement}; but {Say.List(doubts)}" }
                : finding;
        }
    }

    /// <summary>Of the members that should be down, why they may not be: nothing need follow from a strike on them.</summary>
    private static List<string> Doubts(Trial trial, Timeline timeline, Strike kill)
    {
        var proof = new BiteEvidence(trial, timeline);
        var until = timeline.Strikes.TakeWhile(other => other != kill).Append(kill).ToList();
        return [.. trial.Scenario.Topology.Members.Where(member => kill.Down.Contains(member.Name))
            .Select(member => until.LastOrDefault(other => other.Hit(member.Name)) is { } struck ? proof.Doubt(struck, member.Name) : null)
            .OfType<string>().Distinct()];
    }

    private static Finding Check(Trial trial, Timeline timeline, Strike kill, bool? expected)
    {
        var bound = trial.Expect.QuorumElectedWithin!.Value;
        if (LeaderBefore(trial, timeline, kill) is not { } old)
        {
            return Say.Inconclusive(Property, $"which member led before the {kill.Name} was not seen", evidence: [kill.Shown]);
        }

        var effect = kill.EffectOn(old.Node);
        // A write through any session proves a quorum, and one that is stuck alone is the client's.
        var tried = trial.History.Of<QuorumWrite>().Where(write => write.Invoked >= effect && write.Invoked < kill.Until).ToList();
        var first = tried.Where(write => write.Outcome == Outcome.Ok).MinBy(write => write.At);
        var figures = new List<Figure>();
        var evidence = new List<Evidence> { kill.Shown, new(old.At, timeline.Sources.RoleOf(old.Node), $"leader, {Say.Epoch(old.Epoch)}") { On = [old] } };
        if (first is not null)
        {
            figures.Add(Say.Figure("election-time", first.At - effect));
            evidence.Add(new(first.At, $"{timeline.Sources.Probe}{(first.Session is { } member ? $" through {member}" : "")}", $"write {first.Sequence}, begun at {Say.Seconds(first.Invoked)}, succeeded") { On = [first] });
        }
        else if (tried.Count > 0)
        {
            evidence.Add(new(tried[0].At, timeline.Sources.Probe, $"write {tried[0].Sequence}, begun at {Say.Seconds(tried[0].Invoked)}, did not succeed; nor did {Say.Count(tried.Count - 1, "other")} after it") { On = [.. tried.Take(Evidence.MostLines)] });
        }

        // Until the undo, a lost quorum and one that still elects look the same for as long as an election may take.
        var patience = Bounds.Election(trial.Scenario.Topology, Trials.SettingsOf(trial.Scenario, trial.History), kill.Requested.Fault.IsSilent());
        if (first is null && timeline.Strikes.FirstOrDefault(other => other.Requested.At > kill.Requested.At) is { } next && next.Requested.At - effect < patience)
        {
            return Say.Passed(Property, $"the {next.Name} followed the {kill.Name} before a quorum that survives need have elected ({Say.Seconds(patience)}): what came of both is judged there", figures, evidence);
        }

        if (tried.Count == 0)
        {
            return Say.Inconclusive(Property, $"no quorum write was tried after the {kill.Name}", figures, evidence);
        }

        var lasted = (kill.Undone ?? kill.Until) - effect;
        // Where no member was lost its undo brings none back: the next write shows as much before it as after.
        var members = trial.Scenario.Topology.Members.Any(member => kill.Hit(member.Name));
        // Nor does it where a step brings its nodes back by itself, at once: then only the time counts.
        var returns = trial.Scenario.Steps.ElementAtOrDefault(kill.Requested.Step)?.Fault.Returns() == true;
        var served = first is not null && (kill.Undone is null || !members || returns || first.At < kill.Undone);
        if (!served && lasted < patience)
        {
            return Say.Inconclusive(Property, $"no write succeeded in the {Say.Seconds(lasted)} from the {kill.Name} to its undo, but a quorum that survives may take {Say.Seconds(patience)} to elect: leave the nodes down for longer", figures, evidence);
        }

        if (!(expected ?? served))
        {
            return Gone(timeline, kill, effect, first, tried.Max(write => write.At) - effect, bound, figures, evidence);
        }

        if (first is null || !served)
        {
            return Say.Failed(Property, $"the quorum did not survive the {kill.Name}: no write succeeded in the {Say.Seconds(lasted)} until {(kill.Undone is null ? "the end of the load" : "its undo")}, expected one within {Say.Seconds(patience)}", figures, evidence);
        }

        var took = first.At - effect;
        var finding = kill.Hit(old.Node)
            ? Succession(trial, timeline, kill, old, returns, took, figures, evidence)
            : Say.Passed(Property, $"the quorum survived: the {kill.Name} did not contain its leader {old.Node} ({Say.Epoch(old.Epoch)}), and the next write took {Say.Seconds(took)}, expected within {Say.Seconds(bound)}", figures, evidence);
        return took <= bound || finding.Verdict == Verdict.Failed ? finding : Excuse.Weigh(
            Say.Failed(Property, $"the quorum served again {Say.Seconds(took)} after the {kill.Name}, expected within {Say.Seconds(bound)}", figures, evidence), timeline.Starvation.ExcuseOf(effect, first.At, bound));
    }

    // In the middle of the election that an earlier fault began nobody leads: then who led before that fault.
    private static MemberRole? LeaderBefore(Trial trial, Timeline timeline, Strike kill)
    {
        if (timeline.LeaderAt(kill.Requested.At) is { } leader)
        {
            return leader;
        }

        var before = timeline.Strikes.LastOrDefault(other => other.Requested.At < kill.Requested.At);
        return before is null || trial.History.Of<QuorumWrite>().Any(write => write.Outcome == Outcome.Ok && write.Invoked >= before.Last && write.At <= kill.Requested.At)
            ? null
            : LeaderBefore(trial, timeline, before);
    }

    /// <param name="returns">Whether the step brings its nodes back by itself.</param>
    private static Finding Succession(Trial trial, Timeline timeline, Strike kill, MemberRole old, bool returns, TimeSpan took, List<Figure> figures, List<Evidence> evidence)
    {
        var bound = trial.Expect.QuorumElectedWithin!.Value;
        var effect = kill.EffectOn(old.Node);
        // Brokers that are struck next change nothing of who leads.
        var until = timeline.After(kill).FirstOrDefault(other => trial.Scenario.Topology.Members.Any(member => other.Hit(member.Name)))?.Requested.At ?? timeline.Ended;
        // A member that is back before the others have elected may win, and then leads in a later epoch.
        var seen = timeline.Roles.FirstOrDefault(role => role.At > kill.Requested.At && role.At <= until && role.Mode == MemberMode.Leader
            && (!kill.Hit(role.Node) || (returns && role.Epoch > old.Epoch)));
        if (seen is null)
        {
            return Say.Inconclusive(Property, $"writes went on {Say.Seconds(took)} after the {kill.Name}, but which member leads instead of {old.Node} was not seen", figures, evidence);
        }

        // A look in the middle of an election may still show the epoch before: the member's last look in this term counts.
        var term = timeline.Roles.SkipWhile(role => role != seen).Where(role => role.Node == seen.Node).TakeWhile(role => role.Mode == MemberMode.Leader);
        var epoch = term.Max(role => role.Epoch);
        var bracket = Bracket.From(effect, seen.Since, seen.At);
        figures.Add(Say.Figure("leader seen after", bracket.Most));
        figures.Add(Say.Figure("leader seen after at least", bracket.Least));
        AddEpoch("old epoch", old.Epoch);
        AddEpoch("new epoch", epoch);
        evidence.Add(new(seen.At, timeline.Sources.RoleOf(seen.Node), $"leader, {Say.Epoch(epoch)}; the look before was at {Say.Seconds(seen.Since)}") { On = [seen] });
        foreach (var line in trial.History.Of<LogLine>().Where(line => line.Node == seen.Node && line.At >= effect && line.At <= until && line.Sign is LogSign.ElectionWon or LogSign.LeaderServes))
        {
            evidence.Add(new(line.At, $"log of {line.Node}", line.Text) { On = [line] });
            if (Took().Match(line.Text) is { Success: true } match && figures.All(figure => figure.Name != "election by ZooKeeper's log"))
            {
                figures.Add(new("election by ZooKeeper's log", double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), "ms"));
            }
        }

        var whom = seen.Node == old.Node ? "itself, which was back in time for the election" : seen.Node;
        var change = $"{old.Node} ({Say.Epoch(old.Epoch)}) to {whom} ({Say.Epoch(epoch)})";
        return epoch is null || old.Epoch is null
            ? Say.Inconclusive(Property, $"the leader changed from {change} after the {kill.Name}, expected both epochs to be seen", figures, evidence)
            : epoch <= old.Epoch
                ? Say.Failed(Property, $"the leader changed from {change} after the {kill.Name}, expected a higher epoch", figures, evidence)
                : Say.Passed(Property, $"the quorum survived: its leader changed from {change}, the first write succeeded {Say.Seconds(took)} after the {kill.Name} (new leader seen after {bracket}), expected within {Say.Seconds(bound)}", figures, evidence);

        void AddEpoch(string name, long? value)
        {
            if (value is { } known)
            {
                figures.Add(new(name, known, "epoch"));
            }
        }
    }

    /// <param name="watched">From the effect to the last write that was tried before the next strike.</param>
    private static Finding Gone(Timeline timeline, Strike kill, TimeSpan effect, QuorumWrite? first, TimeSpan watched, TimeSpan bound, List<Figure> figures, List<Evidence> evidence)
    {
        if (first is not null && (kill.Undone is null || first.At < kill.Undone))
        {
            return Say.Failed(Property, $"the prediction is refuted: the quorum served {Say.Seconds(first.At - effect)} after the {kill.Name}, expected it to be lost", figures, evidence);
        }

        if (kill.Undone is null)
        {
            return Say.Passed(Property, $"the quorum was lost with the {kill.Name}, as expected, and was not undone before the load ended", figures, evidence);
        }

        if (first is null && !timeline.HadTime(effect, bound))
        {
            return Say.Inconclusive(Property, $"the quorum was lost with the {kill.Name}, as expected, and the run was broken off before it had to serve again, which was expected within {Say.Seconds(bound)}", figures, evidence);
        }

        // Clients whose servers all went need some of that time to find them again.
        if (first is null && watched <= bound)
        {
            return Say.Inconclusive(Property, $"the quorum was lost with the {kill.Name}, as expected, and the last write that shows whether it serves again ended {Say.Seconds(watched)} later, before it had to, which was expected within {Say.Seconds(bound)}", figures, evidence);
        }

        if (first is not null && first.At - effect <= bound)
        {
            return Say.Passed(Property, $"the quorum was lost with the {kill.Name}, as expected, and served again {Say.Seconds(first.At - kill.Undone.Value)} after the undo", figures, evidence);
        }

        var late = Say.Failed(Property, $"the quorum was lost with the {kill.Name}, as expected, and did not serve again within {Say.Seconds(bound)} of it", figures, evidence);
        return first is null ? late : Excuse.Weigh(late, timeline.Starvation.ExcuseOf(effect, first.At, bound));
    }

    [GeneratedRegex(@"ELECTION TOOK - (\d+) MS", RegexOptions.IgnoreCase)]
    private static partial Regex Took();
}
