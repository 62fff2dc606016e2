package io.joborchestrator.console.jobs.detail;

/** Tabs of the detail, in their order. */
enum DetailTab {
  SUMMARY("Summary", false),
  ATTEMPTS("Attempts", false),
  LOG("Log", true),
  RESULT("Result", true),
  CONFIGURATION("Configuration", false),
  LINEAGE("Lineage", false),
  EVENTS("Events", false);

  private final String title;
  private final boolean wide;

  DetailTab(String title, boolean wide) {
    this.title = title;
    this.wide = wide;
  }

  String title() {
    return title;
  }

  /** Needs the wider panel. Each kind remembers a width of its own. */
  boolean isWide() {
    return wide;
  }
}
