using NUnit.Framework;

// Classes at the same time, as many as there are cores; the tests of one class follow each other.
[assembly: Parallelizable(ParallelScope.Fixtures)]
