package io.joborchestrator.orchestrator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.pipeline.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubmissionCheckerTest {
  private final SubmissionChecker checker =
      new SubmissionChecker(
          Map.of("script", new ScriptLike()),
          new PolicyNames(() -> List.of("default", "network_error", "own")),
          () ->
              Map.of(
                  "local", new EngineCapabilities(Set.of("etl", "data_processing", "script"), 1, 1),
                  "spark", new EngineCapabilities(Set.of("etl", "data_processing"), 1, 1)));

  /** Wants argv and adds a default. */
  private static final class ScriptLike implements KindRules {
    @Override
    public List<Problem> check(ObjectNode config) {
      return config.has("argv")
          ? List.of()
          : List.of(Problem.at(ErrorCode.INVALID_SPECIFICATION, "/argv", "argv is needed."));
    }

    @Override
    public Examined examine(ObjectNode config) {
      return new Examined(config.deepCopy().put("completed", true), check(config));
    }
  }

  @Test
  void acceptsAndCompletes() {
    JobSubmission accepted = checker.accept(script().withTags(List.of("a")));
    assertThat(accepted.config().path("completed").asBoolean()).isTrue();
    assertThat(accepted.tags()).containsExactly("a");
  }

  @Test
  void anUnknownEngineSuggestsTheNearName() {
    Problem problem =
        assertProblem(script().withEngine("locl"), ErrorCode.UNKNOWN_ENGINE, "engine", "locl");
    assertThat(problem.suggestion()).isEqualTo("local");
    assertThatThrownBy(() -> checker.accept(script().withEngine("locl")))
        .hasMessageContaining("Did you mean 'local'?");
  }

  @Test
  void anEngineThatCannotRunTheKindSuggestsOneThatCan() {
    Problem problem =
        assertProblem(
            script().withEngine("spark"), ErrorCode.ENGINE_NOT_CAPABLE, "engine", "local");
    assertThat(problem.suggestion()).isEqualTo("local");
  }

  @Test
  void aKindNobodyHereKnowsIsAccepted() {
    assertThat(checker.check(JobSubmission.of("x", "airflow_dag", config()))).isEmpty();
    assertThat(checker.check(JobSubmission.of("x", "sql", config()))).isEmpty();
  }

  @Test
  void aMisspeltKindIsRefused() {
    Problem problem =
        assertProblem(
            JobSubmission.of("x", "data-procesing", config()),
            ErrorCode.UNKNOWN_JOB_TYPE,
            "type",
            "data_processing");
    assertThat(problem.suggestion()).isEqualTo("data_processing");
  }

  @Test
  void fieldsAreChecked() {
    assertProblem(rename(""), ErrorCode.INVALID_SPECIFICATION, "name", "255");
    assertProblem(rename("x".repeat(256)), ErrorCode.INVALID_SPECIFICATION, "name", "255");
    assertProblem(rename("a\nb"), ErrorCode.INVALID_SPECIFICATION, "name", "line ends");
    assertProblem(
        script().withTimeout(Duration.ZERO), ErrorCode.INVALID_SPECIFICATION, "timeout", "zero");
    assertProblem(
        script().withRetryPolicy("network-eror"),
        ErrorCode.INVALID_SPECIFICATION,
        "retryPolicy",
        "network_error");
  }

  @Test
  void refusalNamesThePlaceAndHowManyMore() {
    JobSubmission twice = JobSubmission.of("x", "script", config()).withRetryPolicy("nonsense");
    assertThatThrownBy(() -> checker.accept(twice))
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("nonsense")
        .hasMessageEndingWith("And 1 more.");
  }

  @Test
  void aSubmissionWhoseFateIsUnknownKeepsItsKey() {
    RepeatKeys keys = new RepeatKeys();
    JobSubmission job = script();
    String first = keys.keyed(job).idempotencyKey();
    assertThat(keys.keyed(job).idempotencyKey()).isNotEqualTo(first);
    keys.doubt(job, String.valueOf(first));
    assertThat(keys.keyed(job).idempotencyKey()).isEqualTo(first);
    assertThat(keys.keyed(script()).idempotencyKey()).isNotEqualTo(first);
    keys.settled(job);
    assertThat(keys.keyed(job).idempotencyKey()).isNotEqualTo(first);
    assertThat(keys.keyed(job.withIdempotencyKey("mine")).idempotencyKey()).isEqualTo("mine");
  }

  private Problem assertProblem(
      JobSubmission submission, ErrorCode code, String pointer, String words) {
    List<Problem> problems = checker.check(submission);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(code);
    assertThat(problems.get(0).pointer()).isEqualTo(pointer);
    assertThat(problems.get(0).message()).contains(words);
    return problems.get(0);
  }

  private static JobSubmission script() {
    ObjectNode config = config();
    config.putArray("argv").add("true");
    return JobSubmission.of("x", "script", config);
  }

  private static JobSubmission rename(String name) {
    return JobSubmission.of(name, "script", script().config());
  }

  private static ObjectNode config() {
    return JsonNodeFactory.instance.objectNode();
  }
}
