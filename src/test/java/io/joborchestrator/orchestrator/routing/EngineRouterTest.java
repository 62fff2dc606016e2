package io.joborchestrator.orchestrator.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.PastRuns;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingRules;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineHealth.State;
import java.util.Arrays;
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

  @Test
  void aRuleOfTheConfigurationComesBeforeSizeAndSaysWhy() {
    RoutingRules.Rule rule =
        new RoutingRules.Rule(
            Set.of("etl"), "nightly*", null, 9 * GIB, Set.of(), "local", "It is quiet at night.");
    EngineRouter ruled = new EngineRouter(new RoutingRules(true, 3, List.of(rule)));
    List<EngineFacts> engines = List.of(local(State.READY, 1), spark(State.READY, 1));
    RoutingRequest large = new RoutingRequest("etl", null, 6 * GIB);

    RoutingDecision nightly = ruled.decide(large.of("nightly load", JobPriority.LOW), engines);

    assertThat(nightly.engine()).isEqualTo("local");
    assertThat(nightly.candidates().get(0).reasons())
        .contains(
            new RoutingDecision.Reason(
                "for", "A rule of the configuration prefers it: It is quiet at night."));
    assertThat(ruled.decide(large.of("daily", JobPriority.LOW), engines).engine())
        .isEqualTo("spark");
    assertThat(
            ruled
                .decide(
                    new RoutingRequest("etl", "spark", 0).of("nightly", JobPriority.LOW), engines)
                .engine())
        .isEqualTo("spark");
    assertThat(
            ruled
                .decide(
                    large.of("nightly", JobPriority.LOW),
                    List.of(local(State.UNAVAILABLE, 1), spark(State.READY, 1)))
                .engine())
        .isEqualTo("spark");
  }

  @Test
  void pastRunsOfTheSameSizeDecideOnceEveryEngineHasEnough() {
    List<EngineFacts> engines = List.of(local(State.READY, 1), spark(State.READY, 1));
    PastRuns slow = past("local", 30, 31, 90);
    PastRuns fast = past("spark", 10, 11, 12);
    RoutingRequest job = new RoutingRequest("etl", null, GIB);

    RoutingDecision known = router.decide(job.after(List.of(slow, fast)), engines);

    assertThat(known.engine()).isEqualTo("spark");
    assertThat(known.candidates().get(0).reasons())
        .contains(
            new RoutingDecision.Reason(
                "for", "3 past runs of this job took 11.0 s here (median)."));
    assertThat(router.decide(job.after(List.of(slow, past("spark", 10, 11))), engines).engine())
        .as("two runs are too few")
        .isEqualTo("local");
    assertThat(router.decide(job.after(List.of(slow, past("spark", 29, 29, 29))), engines).engine())
        .as("a small difference is noise")
        .isEqualTo("local");
    assertThat(
            router
                .decide(
                    new RoutingRequest("etl", null, GIB / 8).after(List.of(slow, fast)), engines)
                .engine())
        .as("inputs of another size say nothing")
        .isEqualTo("local");
  }

  @Test
  void aPressingJobTakesTheEngineThatIsFree() {
    List<EngineFacts> engines = List.of(local(State.READY, 1), spark(State.READY, 0));
    RoutingRequest large = new RoutingRequest("etl", null, 6 * GIB);

    assertThat(router.decide(large.of("a", JobPriority.NORMAL), engines).engine())
        .isEqualTo("spark");
    RoutingDecision critical = router.decide(large.of("a", JobPriority.CRITICAL), engines);
    assertThat(critical.engine()).isEqualTo("local");
    assertThat(critical.candidates().get(1).reasons())
        .contains(
            new RoutingDecision.Reason(
                "against",
                "All its slots are taken, and a job of priority critical takes an engine that is"
                    + " free."));
  }

  private static PastRuns past(String engine, double... seconds) {
    return new PastRuns(
        engine, Arrays.stream(seconds).mapToObj(each -> new PastRuns.Run(each, GIB)).toList());
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
