package io.joborchestrator.domain.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How entries are replayed.
 *
 * @param engine for all of them, or null to leave each as it was
 * @param payload runs instead of the payload; for one entry only; or null
 * @param patch merged into the payload of each entry (RFC 7396: null removes a field), or null
 * @param canary the first one runs alone; the others follow only if it completes
 * @param perSecond jobs per second, or null for as fast as possible
 * @param stopAfter failures after which no more are submitted, or null for no limit
 * @param forced parked entries too
 * @param requestKey a second call of the same person with this key answers the first operation; or
 *     null
 */
public record ReplayOptions(
    @Nullable String engine,
    @Nullable ObjectNode payload,
    @Nullable ObjectNode patch,
    boolean canary,
    @Nullable Double perSecond,
    @Nullable Integer stopAfter,
    boolean forced,
    @Nullable String requestKey) {
  /** As they were, all at once. */
  public static final ReplayOptions AS_IT_WAS =
      new ReplayOptions(null, null, null, false, null, null, false, null);

  public ReplayOptions withEngine(@Nullable String value) {
    return new ReplayOptions(
        value, payload, patch, canary, perSecond, stopAfter, forced, requestKey);
  }

  public ReplayOptions withPayload(@Nullable ObjectNode value) {
    return new ReplayOptions(
        engine, value, patch, canary, perSecond, stopAfter, forced, requestKey);
  }

  public ReplayOptions withPatch(@Nullable ObjectNode value) {
    return new ReplayOptions(
        engine, payload, value, canary, perSecond, stopAfter, forced, requestKey);
  }

  public ReplayOptions withCanary(boolean value) {
    return new ReplayOptions(
        engine, payload, patch, value, perSecond, stopAfter, forced, requestKey);
  }

  public ReplayOptions withPerSecond(@Nullable Double value) {
    return new ReplayOptions(engine, payload, patch, canary, value, stopAfter, forced, requestKey);
  }

  public ReplayOptions withStopAfter(@Nullable Integer value) {
    return new ReplayOptions(engine, payload, patch, canary, perSecond, value, forced, requestKey);
  }

  public ReplayOptions withForced(boolean value) {
    return new ReplayOptions(
        engine, payload, patch, canary, perSecond, stopAfter, value, requestKey);
  }

  public ReplayOptions withRequestKey(@Nullable String value) {
    return new ReplayOptions(engine, payload, patch, canary, perSecond, stopAfter, forced, value);
  }
}
