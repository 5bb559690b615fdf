namespace KafkaChaos.Reports;

/// <summary>For whom a report is written.</summary>
public enum ReportFormat
{
    /// <summary>For a person at a terminal.</summary>
    Table,

    /// <summary>For a program.</summary>
    Json,

    /// <summary>For a page.</summary>
    Markdown,
}
