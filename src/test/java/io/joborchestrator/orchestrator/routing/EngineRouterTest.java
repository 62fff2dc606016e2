package io.joborchestrator.orchestrator.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineHealth.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineRouterTest {
  private static final long GIB = 1L << 30;
  private final EngineRouter router = new EngineRouter();

  @ParameterizedTest
  @CsvSource({
    // kind, asked, input GiB, local state and free slots, spark state and free slots, taken
    "etl, , 1, READY, 2, COLD, 2, local",
    "etl, , 4, READY, 2, READY, 2, local",
    "etl, , 5, READY, 2, COLD, 2, spark",
    "etl, , 5, READY, 2, READY, 0, spark",
    "etl, , 5, READY, 2, UNAVAILABLE, 2, local",
    "etl, , 5, READY, 2, OFF, 0, local",
    "etl, , 1, READY, 0, COLD, 2, local",
    "etl, , 1, READY, 0, READY, 2, spark",
    "etl, , 1, UNAVAILABLE, 2, COLD, 2, spark",
    "etl, , 1, UNAVAILABLE, 2, OFF, 2, ''",
    "etl, , -1, READY, 2, READY, 2, local",
    "etl, spark, 0, READY, 2, COLD, 2, spark",
    "etl, spark, 0, READY, 2, UNAVAILABLE, 2, ''",
    "etl, local, 9, READY, 0, READY, 2, local",
    "script, , -1, READY, 2, READY, 2, local",
    "script, spark, -1, READY, 2, READY, 2, ''",
    "ml, , -1, READY, 2, READY, 2, ''",
    "etl, flink, 1, READY, 2, READY, 2, ''",
  })
  void takesTheEngine(
      String kind,
      @Nullable String asked,
      long gib,
      State local,
      int localFree,
      State spark,
      int sparkFree,
      String taken) {
    RoutingDecision decision =
        router.decide(
            new RoutingRequest(kind, asked, gib < 0 ? gib : gib * GIB),
            List.of(local(local, localFree), spark(spark, sparkFree)));
    assertThat(decision.engine()).isEqualTo(taken);
    assertThat(decision.candidates())
        .filteredOn(Candidate::chosen)
        .extracting(Candidate::engine)
        .containsExactlyElementsOf(taken.isEmpty() ? List.of() : List.of(taken));
    assertThat(decision.candidates())
        .allSatisfy(candidate -> assertThat(candidate.reasons()).isNotEmpty());
  }

  @Test
  void theEngineTakenComesFirst() {
    RoutingDecision decision =
        router.decide(
            new RoutingRequest("etl", "spark", 0),
            List.of(local(State.READY, 1), spark(State.READY, 1)));
    assertThat(decision.candidates())
        .extracting(Candidate::engine)
        .containsExactly("spark", "local");
    assertThat(decision.candidates().get(1).reasons().get(0).text())
        .isEqualTo("The submission asks for 'spark'.");
  }

  @Test
  void saysHowLargeTheInputIs() {
    RoutingDecision decision =
        router.decide(
            new RoutingRequest("etl", null, 6 * GIB + GIB / 2),
            List.of(local(State.READY, 1), spark(State.READY, 1)));
    Candidate local = decision.candidates().get(1);
    assertThat(local.reasons())
        .contains(
            new RoutingDecision.Reason(
                "against", "The input of 6.5 GiB is more than the 4 GiB it takes with ease."));
  }

  @Test
  void saysInWordsWhyThereIsNone() {
    RoutingDecision decision =
        router.decide(
            new RoutingRequest("etl", "sprak", 0),
            List.of(local(State.READY, 1), spark(State.OFF, 1)));
    assertThat(EngineRouter.whyNone(decision)).contains("Did you mean 'spark'?");
  }

  @Test
  void leavesEnginesOutThatTheConfigurationIsNotFor() {
    var fits =
        Map.of(
            "local", new EngineFit(false, "Its SQL is written for Spark."),
            "spark", new EngineFit(true, "The SQL is written for it."));
    RoutingDecision decision =
        router.decide(
            new RoutingRequest("etl", null, 0, fits),
            List.of(local(State.READY, 1), spark(State.COLD, 1)));
    assertThat(decision.engine()).isEqualTo("spark");
    assertThat(decision.candidates().get(0).reasons())
        .contains(new RoutingDecision.Reason("for", "The SQL is written for it."));
    assertThat(decision.candidates().get(1).eligible()).isFalse();
    assertThat(decision.candidates().get(1).reasons())
        .contains(new RoutingDecision.Reason("against", "Its SQL is written for Spark."));
    RoutingDecision none =
        router.decide(new RoutingRequest("etl", null, 0, fits), List.of(local(State.READY, 1)));
    assertThat(EngineRouter.whyNone(none)).contains("Its SQL is written for Spark.");
  }

  private static EngineFacts local(State state, int free) {
    return new EngineFacts(
        "local",
        new EngineCapabilities(Set.of("etl", "script"), 2, 4 * GIB),
        new EngineHealth(state, "local is " + state + "."),
        free);
  }

  private static EngineFacts spark(State state, int free) {
    return new EngineFacts(
        "spark",
        new EngineCapabilities(Set.of("etl"), 2, Long.MAX_VALUE),
        new EngineHealth(state, "spark is " + state + "."),
        free);
  }
}
