package io.joborchestrator.testing;

import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerRule;
import io.joborchestrator.domain.breaker.BreakerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Circuit breakers in every state, for pages and pictures. */
public final class SampleBreakers {
  private static final Instant NOW = JobRowBuilder.NOW;

  private SampleBreakers() {}

  public static BreakerRow closed(String engine, String resource) {
    return row(engine, resource, BreakerState.CLOSED, true);
  }

  public static BreakerRow open(String engine, String resource) {
    return row(engine, resource, BreakerState.OPEN, true);
  }

  public static BreakerRow halfOpen(String engine, String resource) {
    return row(engine, resource, BreakerState.HALF_OPEN, true);
  }

  public static BreakerRow tripped(String engine, String resource) {
    return row(engine, resource, BreakerState.FORCED_OPEN, true);
  }

  public static BreakerRow row(
      String engine, String resource, BreakerState state, boolean mayCommand) {
    boolean closed = state == BreakerState.CLOSED;
    boolean probing = state == BreakerState.HALF_OPEN;
    return new BreakerRow(
        engine + "@" + resource,
        engine,
        resource,
        state,
        closed ? NOW.minusSeconds(7_200) : NOW.minusSeconds(112),
        closed ? null : NOW.minusSeconds(580),
        reason(state),
        state == BreakerState.FORCED_OPEN ? "m.keller" : "etl-fra-01",
        state == BreakerState.OPEN ? NOW.plusSeconds(18) : null,
        closed ? null : java.time.Duration.ofSeconds(20),
        closed ? 0 : 2,
        probing ? "019ab0d4-77aa-7c31-9d51-52a1f0c4e7b2" : null,
        probing ? "etl-fra-02" : null,
        null,
        closed ? 200 : 0,
        closed ? 1 : 0,
        BreakerRule.DEFAULT,
        closed ? 0 : 19,
        4,
        mayCommand);
  }

  private static @Nullable String reason(BreakerState state) {
    return switch (state) {
      case CLOSED -> null;
      case OPEN ->
          "5 of 8 runs failed within 60 s, at last: The master at spark-01:7077 cannot be reached";
      case HALF_OPEN -> "probes with the job 019ab0d4-77aa-7c31-9d51-52a1f0c4e7b2";
      case FORCED_OPEN -> "The cluster gets a new kernel";
    };
  }

  /** Newest first. */
  public static List<BreakerEvent> events(String name) {
    return List.of(
        event(name, 112, BreakerState.OPEN, BreakerState.HALF_OPEN, "probes with the job 52a1f0c4"),
        event(name, 580, BreakerState.CLOSED, BreakerState.OPEN, "5 of 8 runs failed within 60 s"),
        event(name, 1_700, BreakerState.HALF_OPEN, BreakerState.CLOSED, "The probe completed"));
  }

  private static BreakerEvent event(
      String name, long ago, BreakerState from, BreakerState to, String reason) {
    return new BreakerEvent(
        name, NOW.minusSeconds(ago), from, to, reason, "etl-fra-02", "etl-fra-02", null);
  }
}
