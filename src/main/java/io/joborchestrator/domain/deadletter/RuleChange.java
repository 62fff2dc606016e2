package io.joborchestrator.domain.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * What changes about the rules of a replay that has begun; the rest stays.
 *
 * @param changesRate whether {@code perSecond} is meant
 * @param perSecond jobs per second, or null for as fast as possible
 * @param changesStop whether {@code stopAfter} is meant
 * @param stopAfter failures after which no more are submitted, or null for no limit
 */
public record RuleChange(
    boolean changesRate,
    @Nullable Double perSecond,
    boolean changesStop,
    @Nullable Integer stopAfter) {
  /** Nothing; the database refuses it as it is. */
  public static final RuleChange NONE = new RuleChange(false, null, false, null);

  public RuleChange withRate(@Nullable Double value) {
    return new RuleChange(true, value, changesStop, stopAfter);
  }

  public RuleChange withStopAfter(@Nullable Integer value) {
    return new RuleChange(changesRate, perSecond, true, value);
  }
}
