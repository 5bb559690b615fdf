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

    /// <summary>Has Java find <see cref="Log4J"/>.</summary>
    public const string Log4JFlag = $"-Dlog4j.configuration=file:{NodeConfiguration.Folder}/log4j.properties";

    /// <summary>For Kafka from 4.0.</summary>
    public const string Log4J2 = """
        appender.stdout.type=Console
        appender.stdout.name=stdout
        appender.stdout.layout.type=PatternLayout
        appender.stdout.layout.pattern=[%d] %p [%t] %m (%c)%n
        rootLogger.level=INFO
        rootLogger.appenderRef.stdout.ref=stdout

        """;

    /// <summary>Has Java find <see cref="Log4J2"/>.</summary>
    public const string Log4J2Flag = $"-Dlog4j2.configurationFile=file:{NodeConfiguration.Folder}/log4j2.properties";

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
