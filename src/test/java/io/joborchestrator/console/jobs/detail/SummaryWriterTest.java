package io.joborchestrator.console.jobs.detail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.testing.JobRowBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryWriterTest {
  private static final Instant START = JobRowBuilder.NOW.minus(Duration.ofMinutes(5));

  @Test
  void whatWasGivenBackIsNoTryAndNoFailure() {
    JobError stopped = new JobError("INTERNAL", ErrorType.SYSTEM, "This worker stops.", null);
    JobSummary summary =
        summary(
            List.of(
                attempt(1, "released", stopped),
                attempt(2, "released", stopped),
                attempt(3, "lost", null),
                attempt(4, "running", null)));

    assertThat(attempts(summary)).isEqualTo("1 of at most 4, 2 given back, 1 lost with the worker");
    assertThat(summary.cause()).isNull();
  }

  @Test
  void whatFailedIsSaidWithItsAttempt() {
    JobError full = new JobError("ENGINE_FAILED", ErrorType.ENGINE, "The engine broke.", null);
    JobSummary summary = summary(List.of(attempt(1, "failed", full), attempt(2, "running", null)));

    assertThat(attempts(summary)).isEqualTo("2 of at most 4");
    assertThat(summary.cause().title()).isEqualTo("Attempt 1 failed");
  }

  private static String attempts(JobSummary summary) {
    return summary.run().stream()
        .filter(line -> line.label().equals("Attempts"))
        .map(JobSummary.Line::value)
        .findFirst()
        .orElseThrow();
  }

  private static Attempt attempt(int epoch, String outcome, @Nullable JobError error) {
    Instant end = outcome.equals("running") ? null : START.plusSeconds(epoch);
    return new Attempt(epoch, "etl-1", "local", null, START, end, outcome, error, 0);
  }

  private static JobSummary summary(List<Attempt> attempts) {
    JobRow row =
        JobRowBuilder.aJob("a").running(0.5, Duration.ofMinutes(1)).epoch(attempts.size()).build(1);
    JobDetail detail =
        new JobDetail(
            row,
            JsonNodeFactory.instance.objectNode(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            3,
            null,
            List.of(),
            List.of(),
            null,
            null,
            null,
            null,
            null,
            attempts,
            List.of());
    return new SummaryWriter(detail, JobRowBuilder.NOW, ZoneId.of("UTC")).write();
  }
}
