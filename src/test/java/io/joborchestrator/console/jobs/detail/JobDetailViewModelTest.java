package io.joborchestrator.console.jobs.detail;

import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.view.JsonDifference;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.testing.JobRowBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The words of a detail: what is said about a job in each state. */
class JobDetailViewModelTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static JobDetail detail(
      JobRow row, @Nullable JobError error, List<Attempt> attempts, List<Duration> lastRuns) {
    RoutingDecision routing =
        new RoutingDecision(
            "local",
            List.of(
                new RoutingDecision.Candidate(
                    "local",
                    true,
                    true,
                    List.of(new RoutingDecision.Reason("for", "Input is 12 MB"))),
                new RoutingDecision.Candidate(
                    "spark",
                    false,
                    false,
                    List.of(new RoutingDecision.Reason("against", "not started")))));
    return new JobDetail(
        row,
        JsonNodeFactory.instance.objectNode(),
        null,
        routing,
        "Waits for a slot",
        error,
        null,
        null,
        null,
        3,
        null,
        List.of(),
        List.of(),
        null,
        612_000.0,
        null,
        null,
        null,
        attempts,
        lastRuns);
  }

  private static JobSummary summary(JobDetail detail) {
    return new SummaryWriter(detail, JobRowBuilder.NOW, ZONE).write();
  }

  @Test
  void saysWhereItRunsHowFarItIsAndWhenItEnds() {
    JobRow row =
        aJob("rollup")
            .engine("local")
            .running(50, Duration.ofSeconds(60))
            .records(500)
            .recordsTotal(1000)
            .build(1);
    JobSummary.Banner banner = summary(detail(row, null, List.of(), List.of())).banner();
    assertThat(banner.sentence()).isEqualTo("Running on Local.");
    assertThat(banner.aside()).isEqualTo("Expected end 14:33:07, in 1 m 00 s");
    assertThat(banner.left()).isEqualTo("500 of 1,000 records, 50 %");
    assertThat(banner.right()).isEqualTo("612,000 records/s");
  }

  @Test
  void expectsTheUsualDurationWhileThereIsNoProgress() {
    JobRow row = aJob("rollup").engine("local").running(0, Duration.ofSeconds(10)).build(1);
    List<Duration> runs =
        List.of(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(90));
    JobSummary summary = summary(detail(row, null, List.of(), runs));
    assertThat(summary.banner().aside()).isEqualTo("Expected end 14:32:27, in 20 s");
    assertThat(summary.usualSeconds()).isEqualTo(30.0);
    assertThat(summary.lastRuns()).containsExactly(20.0, 30.0, 90.0, 10.0);
  }

  @Test
  void saysWhenItTakesLongerThanUsual() {
    JobRow row = aJob("rollup").engine("local").running(0, Duration.ofSeconds(50)).build(1);
    JobSummary summary = summary(detail(row, null, List.of(), List.of(Duration.ofSeconds(20))));
    assertThat(summary.banner().aside()).isEqualTo("Longer than usual by 30 s");
  }

  @Test
  void saysWhyItWaits() {
    JobSummary summary = summary(detail(aJob("rollup").build(1), null, List.of(), List.of()));
    assertThat(summary.banner().sentence()).isEqualTo("Waiting in the queue default.");
    assertThat(summary.waiting()).isEqualTo("Waits for a slot");
  }

  @Test
  void saysWhoseFaultAFailureIs() {
    JobRow row =
        aJob("rollup").engine("local").ended(JobStatus.FAILED, Duration.ofSeconds(3)).build(1);
    JobError error = new JobError("INPUT_NOT_FOUND", ErrorType.USER, "No file orders.csv", null);
    JobSummary summary = summary(detail(row, error, List.of(), List.of()));
    assertThat(summary.banner().sentence()).isEqualTo("Failed on Local.");
    assertThat(summary.cause().message()).isEqualTo("No file orders.csv");
    assertThat(summary.cause().whose())
        .startsWith("The job is wrong, not the system.")
        .contains("Rerun with changes");
  }

  @Test
  void everyKindOfErrorHasWords() {
    for (ErrorType type : ErrorType.values()) {
      assertThat(CauseWords.sentence(type)).endsWith(".");
      assertThat(CauseWords.advice(type)).endsWith(".");
    }
  }

  @Test
  void everyStateHasASentence() {
    for (JobStatus status : JobStatus.values()) {
      JobSummary summary =
          summary(detail(aJob("x").in(status).build(1), null, List.of(), List.of()));
      assertThat(summary.banner().sentence()).as(status.wire()).endsWith(".");
      assertThat(summary.facts()).hasSize(4);
    }
  }

  @Test
  void aLostAttemptIsSaidWhileTheNextOneRuns() {
    JobRow row = aJob("rollup").engine("local").running(10, Duration.ofSeconds(5)).build(1);
    JobError lost = new JobError("WORKER_LOST", ErrorType.SYSTEM, "Worker w1 was lost", null);
    Attempt first =
        new Attempt(
            1,
            "w1",
            "local",
            null,
            JobRowBuilder.NOW.minusSeconds(50),
            JobRowBuilder.NOW.minusSeconds(20),
            "lost",
            lost,
            0);
    JobSummary summary = summary(detail(row, null, List.of(first), List.of()));
    assertThat(summary.cause().title()).isEqualTo("Attempt 1 failed");
    assertThat(summary.cause().whose()).isEqualTo("The system failed, not the job.");
  }

  @Test
  void saysWhyThisEngineAndWhyNotTheOthers() {
    JobSummary summary = summary(detail(aJob("x").build(1), null, List.of(), List.of()));
    assertThat(summary.whyTitle()).isEqualTo("Why Local?");
    assertThat(summary.why())
        .containsExactly(
            new RoutingDecision.Reason("for", "Input is 12 MB"),
            new RoutingDecision.Reason("against", "Spark: not started"));
  }

  @Test
  void listsWhatARerunChanged() throws IOException {
    List<JsonDifference> differences =
        JsonDifference.between(
            json("{\"a\":1,\"steps\":[{\"where\":\"x > 1\"}],\"gone\":true}"),
            json("{\"a\":1,\"steps\":[{\"where\":\"x > 2\"},{\"limit\":5}]}"));
    assertThat(differences)
        .containsExactly(
            new JsonDifference("steps[0].where", "\"x > 1\"", "\"x > 2\""),
            new JsonDifference("steps[1].limit", null, "5"),
            new JsonDifference("gone", "true", null));
  }

  @Test
  void readsAResultEvenIfPartsAreMissing() throws IOException {
    JobResult empty = JobResult.read(json("{}"));
    assertThat(empty.outputs()).isEmpty();
    assertThat(empty.rowsRead()).isNull();
    JobResult full =
        JobResult.read(
            json(
                "{\"outputs\":[{\"path\":\"/out.csv\",\"format\":\"csv\",\"bytes\":12,\"rows\":2}],\"rowsRead\":3,"
                    + "\"columns\":[{\"name\":\"a\",\"type\":\"int\"}],\"firstRows\":[[\"1\"],[null]],\"exitCode\":0}"));
    assertThat(full.outputs()).containsExactly(new JobResult.Output("/out.csv", "csv", 12L, 2L));
    assertThat(full.rows())
        .containsExactly(List.of("1"), java.util.Collections.singletonList(null));
    assertThat(full.exitCode()).isZero();
  }

  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }
}
