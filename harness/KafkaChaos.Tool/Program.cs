using System.CommandLine;
using KafkaChaos.Tool;

var root = new RootCommand("Launches real ZooKeeper and Kafka containers in simulated availability zones, breaks them, and judges from recorded evidence whether the cluster survived.")
{
    RunVerb.Create(),
    CheckVerb.Create(),
    ValidateVerb.Create(),
    SchemaVerb.Create(),
    PlanVerb.Create(),
    AdviseVerb.Create(),
    DoctorVerb.Create(),
    CleanVerb.Create(),
    BenchVerb.Create(),
    WatchVerb.Create(),
};
return await Guarded.InvokeAsync(root, args);
