package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.store.RetryPolicyStore;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Policies live in the database, which decides by them. */
class RetryPoliciesTest {
  /** Policy, error, retries so far, wait without jitter in seconds or none. */
  private static final List<String> DECISIONS =
      List.of(
          "default, ENGINE_FAILED, 0, 1",
          "default, ENGINE_FAILED, 2, 4",
          "default, ENGINE_FAILED, 3, none",
          "default, WORKER_LOST, 0, 1",
          "default, TIME_LIMIT, 0, 1",
          "network_error, ENGINE_FAILED, 0, 2",
          "network_error, ENGINE_FAILED, 4, 32",
          "network_error, ENGINE_FAILED, 5, none",
          "resource_exhausted, DISK_FULL, 0, 30",
          "resource_exhausted, DISK_FULL, 2, 120",
          "temporary_failure, ENGINE_TIMEOUT, 1, 10",
          "temporary_failure, ENGINE_TIMEOUT, 2, none",
          "critical_job, ENGINE_FAILED, 4, 16",
          "critical_job, UNKNOWN_COLUMN, 0, none",
          "default, BAD_ROWS, 0, none",
          "default, CANCELLED, 0, none",
          "default, PROGRAM_FAILED, 0, 1",
          "null, PROGRAM_FAILED, 0, none",
          "null, ENGINE_FAILED, 0, 1",
          "null, OUT_OF_MEMORY, 0, 30",
          "unheard_of, ENGINE_FAILED, 0, 1",
          "feed, BAD_ROWS, 1, 100",
          "feed, BAD_ROWS, 50, 300",
          "feed, ENGINE_FAILED, 0, none");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private PostgresStores stores;
  private RetryPolicyStore policies;
  private TestWorker worker;

  @BeforeEach
  void open() {
    stores = database.stores();
    policies = stores.retryPolicies();
    worker = TestWorker.register(stores.work(), "w1");
  }

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  @Test
  void decidesByPolicyTypeOfErrorAndRetriesSoFar() {
    policies.save(policy("feed", 60, 10, 300, 10, Set.of(ErrorType.DATA)));
    List<String> answers = new ArrayList<>();
    for (String decision : DECISIONS) {
      String[] part = decision.split(", ");
      ErrorCode code = ErrorCode.valueOf(part[1]);
      String policy = part[0].equals("null") ? "NULL" : "'" + part[0] + "'";
      String wait =
          database.ask(
              "SELECT next_retry(%s, 'etl', '%s', '%s', %s)"
                  .formatted(policy, code.type().wire(), code.wire(), part[2]));
      answers.add(
          "%s, %s, %s, %s"
              .formatted(part[0], part[1], part[2], isWithin(wait, part[3]) ? part[3] : wait));
    }
    assertThat(answers).isEqualTo(DECISIONS);
  }

  /** Jitter is 50 to 100 %. */
  private static boolean isWithin(String wait, String expected) {
    if (wait == null || expected.equals("none")) {
      return wait == null && expected.equals("none");
    }
    double full = Double.parseDouble(expected);
    return Double.parseDouble(wait) >= full / 2 && Double.parseDouble(wait) <= full;
  }

  @Test
  void standardNamesAreThoseOfTheDomain() {
    assertThat(policies.policies())
        .allMatch(RetryPolicy::standard)
        .extracting(RetryPolicy::name)
        .containsExactlyInAnyOrderElementsOf(RetryPolicy.STANDARD);
  }

  @Test
  void nextAttemptIsStoredWithItsTimeAndCountedApart() {
    String id = submit(job("load").withRetryPolicy("temporary_failure"));
    failByPolicy(worker.claim(1).get(0), ErrorCode.ENGINE_FAILED);
    JobDetail waiting = stores.jobs().find(id).orElseThrow();
    assertThat(waiting.row().status()).isEqualTo(JobStatus.RETRYING);
    assertThat(waiting.row().retryCount()).isEqualTo(1);
    assertThat(
            Double.parseDouble(
                database.ask("SELECT extract(epoch FROM run_at - updated_at) FROM jobs")))
        .isBetween(2.5, 5.0);

    stageLater();
    ClaimedJob untouched = worker.claim(1).get(0);
    stores.work().release(worker.session(), List.of(TestWorker.claim(untouched)), "no room");
    assertThat(stores.jobs().find(id).orElseThrow().row().retryCount())
        .as("a claim given back is no attempt")
        .isEqualTo(1);
    failByPolicy(worker.claim(1).get(0), ErrorCode.ENGINE_FAILED);
    stageLater();
    failByPolicy(worker.claim(1).get(0), ErrorCode.ENGINE_FAILED);
    assertThat(stores.jobs().find(id).orElseThrow().row().status()).isEqualTo(JobStatus.FAILED);
    stores.jobs().retry(List.of(id), null);
    assertThat(
            database.ask(
                "SELECT retry_count || '/' || crash_count || '/' || manual_retries FROM jobs"))
        .isEqualTo("0/0/1");
  }

  @Test
  void wrongRequestsAreNeverRetried() {
    String id = submit(job("load").withRetryPolicy("critical_job"));
    failByPolicy(worker.claim(1).get(0), ErrorCode.UNKNOWN_COLUMN);
    assertThat(stores.jobs().find(id).orElseThrow().row().status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void kindMayHaveAPolicyOfItsOwn() {
    policies.save(policy("never", 0, 0, 0, 1, Set.of()));
    policies.setForKind("etl", "never");
    assertThat(policies.byKind()).containsEntry("etl", "never").hasSize(1);
    String id = submit(job("load"));
    failByPolicy(worker.claim(1).get(0), ErrorCode.ENGINE_FAILED);
    assertThat(stores.jobs().find(id).orElseThrow().row().status()).isEqualTo(JobStatus.FAILED);
    policies.setForKind("etl", null);
    String other = submit(job("load"));
    failByPolicy(worker.claim(1).get(0), ErrorCode.ENGINE_FAILED);
    assertThat(stores.jobs().find(other).orElseThrow().row().status())
        .isEqualTo(JobStatus.RETRYING);
  }

  @Test
  void changeHoldsForJobsThatRunAlready() {
    String id = submit(job("load"));
    ClaimedJob running = worker.claim(1).get(0);
    policies.save(policy("default", 0, 1, 60, 2, Set.of(ErrorType.ENGINE)));
    failByPolicy(running, ErrorCode.ENGINE_FAILED);
    assertThat(stores.jobs().find(id).orElseThrow().row().status()).isEqualTo(JobStatus.FAILED);
    assertThat(policies.policies())
        .filteredOn(policy -> policy.name().equals("default"))
        .allMatch(RetryPolicy::standard);
  }

  @Test
  void policyMustExistWhenAJobIsSubmitted() {
    assertThatThrownBy(() -> submit(job("load").withRetryPolicy("network_eror")))
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("there is no retry policy 'network_eror'. Known: critical_job,");
  }

  @Test
  void policyThatIsInUseOrStandardIsNotDeleted() {
    policies.save(policy("own", 1, 1, 1, 1, Set.of(ErrorType.ENGINE)));
    String id = submit(job("load").withRetryPolicy("own"));
    assertThatThrownBy(() -> policies.delete("own"))
        .hasMessage("The retry policy own is used by jobs that have not ended, such as " + id);
    stores.jobs().cancel(List.of(id), false, null);
    policies.delete("own");
    assertThatThrownBy(() -> policies.delete("own")).hasMessage("There is no retry policy own");
    assertThatThrownBy(() -> policies.delete("default")).hasMessageContaining("is always there");
    assertThat(database.ask("SELECT string_agg(action, ',' ORDER BY audit_no) FROM audit_log"))
        .isEqualTo("save_retry_policy,delete_retry_policy");
  }

  @Test
  void senselessPoliciesAreRefusedInWords() {
    assertThatThrownBy(() -> policies.save(policy("x", 1, 9, 1, 2, Set.of())))
        .hasMessage(
            "The retry policy x cannot be stored: the longest wait must not be shorter than the"
                + " first");
    assertThatThrownBy(() -> policies.save(policy("a b", 1, 1, 1, 2, Set.of())))
        .hasMessageContaining("a name has 1 to 100 letters");
    assertThatThrownBy(() -> policies.save(policy("x", 1, 1, 1, 2, Set.of(ErrorType.USER))))
        .hasMessageContaining("those of a wrong request never");
    assertThatThrownBy(() -> policies.setForKind("etl", "nobody"))
        .hasMessage("There is no retry policy nobody");
  }

  private void failByPolicy(ClaimedJob job, ErrorCode code) {
    stores
        .work()
        .fail(
            worker.session(),
            List.of(
                new WorkStore.Failure(
                    TestWorker.claim(job),
                    worker.session().serverTime(),
                    "local",
                    new JobError(code.wire(), code.type(), "It broke", null),
                    false,
                    null,
                    true)));
  }

  private void stageLater() {
    database.execute("SELECT stage_due_jobs(10, clock_timestamp() + interval '1 hour')");
  }

  private String submit(JobSubmission submission) {
    return stores.jobs().submit(List.of(submission)).get(0);
  }

  private static JobSubmission job(String name) {
    return JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode());
  }

  private static RetryPolicy policy(
      String name, int retries, int first, int longest, double base, Set<ErrorType> retried) {
    return new RetryPolicy(
        name,
        retries,
        Duration.ofSeconds(first),
        Duration.ofSeconds(longest),
        base,
        0.5,
        1,
        retried,
        null,
        false);
  }
}
