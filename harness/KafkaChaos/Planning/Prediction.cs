namespace KafkaChaos.Planning;

/// <summary>What must hold while some nodes are down, from the topology alone.</summary>
/// <param name="QuorumSurvives">Every quorum that the topology has lives, as <see cref="Quorum.Survives"/> says.</param>
/// <param name="Topics">Each topic's lot.</param>
/// <param name="Because">One sentence for the quorum, where there is one, and one for each topic.</param>
public sealed record Prediction(bool QuorumSurvives, IReadOnlyList<TopicPrediction> Topics, IReadOnlyList<string> Because);

/// <summary>What is left of a topic, with its in-sync sets full before the loss.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="FewestReplicas">Live replicas of the partition that lost most.</param>
/// <param name="Led">Every partition has a live replica that can lead.</param>
/// <param name="Writable">Every partition takes records with the load's acks, once its leader is elected and its in-sync set shrunk.</param>
public sealed record TopicPrediction(string Topic, int FewestReplicas, bool Led, bool Writable);
