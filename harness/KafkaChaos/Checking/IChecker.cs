namespace KafkaChaos.Checking;

/// <summary>Judges one property, purely: the same trial gives the same findings.</summary>
public interface IChecker
{
    /// <summary>Empty where the trial has nothing of that property, such as records without brokers.</summary>
    IEnumerable<Finding> Check(Trial trial);
}
