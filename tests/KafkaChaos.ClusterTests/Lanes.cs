using NUnit.Framework;

// Runs mostly wait, for elections, sessions and loads. Two of them at a time are what two cores carry; the tests of one class
// follow each other.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]
