namespace KafkaChaos.Clusters;

/// <summary>One log configuration for every image: everything to standard output.</summary>
/// <remarks>The configurations that Kafka ships send the controller's and the state changes' loggers to files only.</remarks>
internal static class LogConfiguration
{
    /// <summary>For Kafka 3.x and ZooKeeper up to 3.7.</summary>
    public const string Log4J = """
        log4j.rootLogger=INFO, stdout
        log4j.appender.stdout=org.apache.log4j.ConsoleAppender
        log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
        log4j.appender.stdout.layout.ConversionPattern=[%d] %p [%t] %m (%c)%n

        """;

    /// <summary>For ZooKeeper from 3.8.</summary>
    public const string Logback = """
        <configuration>
          <appender name="stdout" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>[%d] %p [%t] %m \(%c\)%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="stdout" /></root>
        </configuration>

        """;
}
