package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.TimeRange;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way to find a page gives the same jobs as looking at all of them. */
class ListsTest {
  private static final int JOBS = 60;

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private JobStore jobs;

  @BeforeEach
  void everyStateExists() {
    jobs = database.stores().jobs();
    List<JobSubmission> submissions = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      submissions.add(
          JobSubmission.of(
                  "load_" + (i % 7) + (i % 2 == 0 ? " Étude" : ""),
                  i % 5 == 0 ? "script" : "etl",
                  JsonNodeFactory.instance.objectNode())
              .withQueue(i % 3 == 0 ? "q" : "default")
              .withTags(i % 4 == 0 ? List.of("x") : List.of())
              .withRunAt(i % 11 == 10 ? Instant.now().plusSeconds(3600) : null));
    }
    List<String> ids = jobs.submit(submissions);
    TestWorker worker = TestWorker.register(database.stores().work(), "w");
    List<ClaimedJob> claimed = worker.claim(40);
    worker.complete(claimed.subList(0, 25));
    JobError error = new JobError("ENGINE_FAILED", ErrorType.ENGINE, "x", null);
    claimed.subList(25, 28).forEach(job -> worker.fail(job, error, null));
    claimed.subList(28, 30).forEach(job -> worker.fail(job, error, Duration.ofHours(1)));
    database.execute("SELECT mark_running('0', 1) FROM generate_series(1, 4)");
    jobs.cancel(List.of(ids.get(58)), false, null);
    jobs.pause(List.of(ids.get(59)), null);
  }

  @Test
  void everyFilterAndWindowAgreesWithALookAtAllJobs() {
    List<JobRow> all = jobs.list(JobPageRequest.first(JobFilter.ALL, 1000)).rows();
    assertThat(all).hasSize(JOBS).isSortedAccordingTo((a, b) -> Long.compare(b.no(), a.no()));
    assertThat(all)
        .extracting(JobRow::status)
        .contains(
            JobStatus.PENDING,
            JobStatus.QUEUED,
            JobStatus.RUNNING,
            JobStatus.RETRYING,
            JobStatus.PAUSED,
            JobStatus.COMPLETED,
            JobStatus.FAILED,
            JobStatus.CANCELLED);
    for (Set<JobStatus> statuses : statusSets()) {
      check(
          all,
          new JobFilter(
              statuses, Set.of(), Set.of(), Set.of(), List.of(), List.of(), Set.of(), Set.of(),
              null));
      check(
          all,
          new JobFilter(
              statuses,
              Set.of("script"),
              Set.of(),
              Set.of("q"),
              List.of(),
              List.of(),
              Set.of(),
              Set.of(),
              null));
      check(
          all,
          new JobFilter(
              statuses,
              Set.of(),
              Set.of(),
              Set.of(),
              List.of("étude", "load_"),
              List.of("load_3"),
              Set.of("orchestrator"),
              Set.of(),
              null));
      check(
          all,
          new JobFilter(
              statuses,
              Set.of(),
              Set.of("local"),
              Set.of(),
              List.of(),
              List.of(),
              Set.of(),
              Set.of("x"),
              Instant.EPOCH));
      check(
          all,
          JobFilter.ALL
              .withStatuses(statuses)
              .withEnded(new TimeRange(Instant.EPOCH, middleOfTheEnds(all))));
    }
  }

  @Test
  void rowsKeepTheirIndexWhileNewJobsArrive() {
    JobPage before = jobs.list(JobPageRequest.first(JobFilter.ALL, 10));
    jobs.submit(List.of(JobSubmission.of("new", "etl", JsonNodeFactory.instance.objectNode())));
    JobPage after = jobs.list(new JobPageRequest(JobFilter.ALL, before.anchorNo(), 0, 10, true));
    assertThat(after.newer()).isEqualTo(1);
    assertThat(after.total()).isEqualTo(JOBS);
    assertThat(after.rows())
        .extracting(JobRow::no)
        .containsExactlyElementsOf(before.rows().stream().map(JobRow::no).toList());
  }

  @Test
  void jobIsFoundByEitherEndOfItsId() {
    String id = jobs.list(JobPageRequest.first(JobFilter.ALL, 1)).rows().get(0).jobId();
    assertThat(jobs.search(id.substring(id.length() - 8), 5))
        .extracting(JobRow::jobId)
        .containsExactly(id);
    assertThat(jobs.search(id, 5)).hasSize(1);
    assertThat(jobs.knownValues("name", "load_1", 10)).containsExactly("load_1", "load_1 Étude");
    assertThat(jobs.knownValues("type", "", 10)).containsExactly("etl", "script");
    assertThat(jobs.knownValues("tag", "X", 10)).containsExactly("x");
  }

  private static List<Set<JobStatus>> statusSets() {
    List<Set<JobStatus>> sets = new ArrayList<>();
    sets.add(Set.of());
    EnumSet.allOf(JobStatus.class).forEach(status -> sets.add(Set.of(status)));
    sets.add(Set.of(JobStatus.QUEUED, JobStatus.RUNNING));
    sets.add(Set.of(JobStatus.FAILED, JobStatus.TIMEOUT, JobStatus.CANCELLED));
    return sets;
  }

  private void check(List<JobRow> all, JobFilter filter) {
    List<Long> expected = all.stream().filter(row -> matches(row, filter)).map(JobRow::no).toList();
    List<Long> ascending = new ArrayList<>(expected);
    Collections.reverse(ascending);
    assertThat(jobs.count(filter, 1000)).as("%s", filter).isEqualTo(expected.size());
    for (int offset = 0; offset <= expected.size(); offset += 7) {
      int end = Math.min(expected.size(), offset + 7);
      JobPage page = jobs.list(new JobPageRequest(filter, null, offset, 7, true));
      assertThat(page.rows())
          .as("%s at %s", filter, offset)
          .extracting(JobRow::no)
          .containsExactlyElementsOf(expected.subList(offset, end));
      assertThat(page.total()).isEqualTo(expected.size());
      assertThat(page.totalExact()).isTrue();
      assertThat(jobs.list(new JobPageRequest(filter, null, offset, 7, false)).rows())
          .extracting(JobRow::no)
          .containsExactlyElementsOf(ascending.subList(offset, end));
    }
    assertBothWays(filter, expected);
  }

  /** Whichever way the counters would choose. */
  private void assertBothWays(JobFilter filter, List<Long> expected) {
    try (var connection = database.connect()) {
      for (boolean byState : new boolean[] {true, false}) {
        if (byState && filter.statuses().isEmpty()) {
          continue;
        }
        JobQuery query =
            new JobQuery(filter, JobCounters.read(connection, filter).lanes(), byState);
        assertThat(
                Statements.list(
                    connection,
                    "SELECT j.no" + query.from() + " ORDER BY j.no DESC",
                    row -> row.getLong(1),
                    query.parametersAnd()))
            .as("%s by state: %s", filter, byState)
            .containsExactlyElementsOf(expected);
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant middleOfTheEnds(List<JobRow> all) {
    List<Instant> ends =
        all.stream().map(JobRow::finishedAt).filter(Objects::nonNull).sorted().toList();
    return ends.get(ends.size() / 2);
  }

  private static boolean matches(JobRow row, JobFilter filter) {
    return (filter.statuses().isEmpty() || filter.statuses().contains(row.status()))
        && (filter.types().isEmpty() || filter.types().contains(row.type()))
        && (filter.queues().isEmpty() || filter.queues().contains(row.queue()))
        && (filter.owners().isEmpty() || filter.owners().contains(row.owner()))
        && (filter.engines().isEmpty()
            || (row.engine() != null && filter.engines().contains(row.engine())))
        && (filter.tags().isEmpty() || row.tags().stream().anyMatch(filter.tags()::contains))
        && (filter.ended() == null || filter.ended().contains(row.finishedAt()))
        && filter.text().stream().allMatch(text -> contains(row.name(), text))
        && filter.notText().stream().noneMatch(text -> contains(row.name(), text));
  }

  private static boolean contains(String name, String part) {
    return name.toLowerCase(java.util.Locale.ROOT).contains(part);
  }
}
