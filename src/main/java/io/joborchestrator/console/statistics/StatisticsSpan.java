package io.joborchestrator.console.statistics;

import java.time.Duration;

/** The ranges of time that can be chosen for charts. */
public enum StatisticsSpan {
  QUARTER("15m", Duration.ofMinutes(15)),
  HOUR("1h", Duration.ofHours(1)),
  SHIFT("6h", Duration.ofHours(6)),
  DAY("24h", Duration.ofHours(24)),
  WEEK("7d", Duration.ofDays(7)),
  MONTH("30d", Duration.ofDays(30));

  private final String id;
  private final Duration length;

  StatisticsSpan(String id, Duration length) {
    this.id = id;
    this.length = length;
  }

  /** The word in the remembered state, and the end of the key of its text. */
  public String id() {
    return id;
  }

  public Duration length() {
    return length;
  }

  /** The one with an id, or an hour. */
  public static StatisticsSpan of(String id) {
    for (StatisticsSpan span : values()) {
      if (span.id.equals(id)) {
        return span;
      }
    }
    return HOUR;
  }
}
