package io.joborchestrator.orchestrator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingRules;
import io.joborchestrator.orchestrator.duty.ScheduleKeeper;
import io.joborchestrator.orchestrator.routing.EngineRouter;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.orchestrator.run.EngineSlots;
import io.joborchestrator.orchestrator.submit.RepeatKeys;
import io.joborchestrator.orchestrator.submit.SubmissionChecker;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.JobStore.CommandResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs on the shared database: checks before it stores, tells others after it changed. */
final class StoredJobs implements EnhancedJobManager {
  private static final int MOST_AT_ONCE = 1000;

  private final OrchestratorStores stores;
  private final JobStore jobs;
  private final SubmissionChecker checker;
  private final EngineSlots engines;
  private final EngineRouter router;
  private final RepeatKeys keys = new RepeatKeys();
  private final Hints hints;
  private final DirectPath direct;

  /** Tells this process and others at once. */
  interface Hints {
    void jobs();

    void commands();
  }

  StoredJobs(
      OrchestratorStores stores,
      SubmissionChecker checker,
      EngineSlots engines,
      RoutingRules rules,
      Hints hints,
      DirectPath direct) {
    this.direct = direct;
    this.router = new EngineRouter(rules);
    this.stores = stores;
    this.jobs = stores.jobs();
    this.checker = checker;
    this.engines = engines;
    this.hints = hints;
  }

  @Override
  public String submit(JobSubmission submission) {
    return submitAll(List.of(submission)).get(0);
  }

  @Override
  public List<String> submitAll(List<JobSubmission> submissions) {
    List<JobSubmission> keyed =
        submissions.stream().map(job -> checker.accept(keys.keyed(job))).toList();
    List<String> ids = new ArrayList<>(keyed.size());
    try {
      for (int from = 0; from < keyed.size(); from += MOST_AT_ONCE) {
        int to = Math.min(keyed.size(), from + MOST_AT_ONCE);
        ids.addAll(jobs.submit(keyed.subList(from, to)));
      }
    } catch (OrchestratorException e) {
      rememberIfInDoubt(submissions, keyed, e);
      throw e;
    }
    submissions.forEach(keys::settled);
    hints.jobs();
    return ids;
  }

  @Override
  public DirectSubmission submitDirect(
      JobSubmission submission, DirectSubmission.WhenBusy whenBusy) {
    JobSubmission keyed = checker.accept(keys.keyed(submission));
    try {
      DirectSubmission answer = direct.submit(keyed, route(keyed).engine(), whenBusy);
      keys.settled(submission);
      hints.jobs();
      return answer;
    } catch (OrchestratorException e) {
      rememberIfInDoubt(List.of(submission), List.of(keyed), e);
      throw e;
    }
  }

  /** Whether they were stored is not known: a repetition of them keeps its keys. */
  private void rememberIfInDoubt(
      List<JobSubmission> submissions, List<JobSubmission> keyed, OrchestratorException problem) {
    if (problem.code() != ErrorCode.DATABASE_UNAVAILABLE) {
      return;
    }
    for (int i = 0; i < submissions.size(); i++) {
      String key = keyed.get(i).idempotencyKey();
      if (key != null && submissions.get(i).idempotencyKey() == null) {
        keys.doubt(submissions.get(i), key);
      }
    }
  }

  @Override
  public List<Problem> check(JobSubmission submission) {
    return checker.check(submission);
  }

  @Override
  public RoutingDecision route(JobSubmission submission) {
    RoutingRequest request =
        checker
            .routingRequest(submission.type(), submission.engine(), submission.config())
            .of(submission.name(), submission.priority())
            .after(stores.work().costs().past(submission.type(), submission.name()));
    return router.decide(request, engines.facts());
  }

  @Override
  public Optional<JobRow> status(String jobId) {
    return jobs.rows(List.of(jobId)).stream().findFirst();
  }

  @Override
  public List<JobRow> list(JobFilter filter, int limit) {
    return jobs.list(JobPageRequest.first(filter, limit)).rows();
  }

  @Override
  public JobPage page(JobPageRequest request) {
    return jobs.list(request);
  }

  @Override
  public List<JobRow> rows(List<String> jobIds) {
    return jobIds.isEmpty() ? List.of() : jobs.rows(jobIds);
  }

  @Override
  public JobCounts counts() {
    return jobs.counts();
  }

  @Override
  public long count(JobFilter filter, long limit) {
    return jobs.count(filter, limit);
  }

  @Override
  public Optional<JobDetail> detail(String jobId) {
    return jobs.find(jobId);
  }

  @Override
  public List<JobRow> search(String text, int limit) {
    return jobs.search(text, limit);
  }

  @Override
  public List<JobEvent> events(String jobId) {
    return jobs.events(jobId);
  }

  @Override
  public List<LogLine> log(
      String jobId, @Nullable Integer epoch, int afterEpoch, long afterSeq, int limit) {
    return jobs.log(jobId, epoch, afterEpoch, afterSeq, limit);
  }

  @Override
  public CommandResult cancel(String jobId, boolean force, @Nullable String reason) {
    return cancelAll(List.of(jobId), force, reason).get(0);
  }

  @Override
  public List<CommandResult> cancelAll(
      List<String> jobIds, boolean force, @Nullable String reason) {
    List<CommandResult> results = jobs.cancel(jobIds, force, givenReason(reason));
    hints.commands();
    hints.jobs();
    return results;
  }

  /** A field left empty is no reason. */
  private static @Nullable String givenReason(@Nullable String reason) {
    return reason == null || reason.isBlank() ? null : reason.strip();
  }

  @Override
  public List<CommandResult> pause(List<String> jobIds, @Nullable String reason) {
    return changed(jobs.pause(jobIds, reason));
  }

  @Override
  public List<CommandResult> resume(List<String> jobIds) {
    return changed(jobs.resume(jobIds));
  }

  @Override
  public List<CommandResult> setPriority(List<String> jobIds, JobPriority priority) {
    return changed(jobs.setPriority(jobIds, priority));
  }

  @Override
  public List<CommandResult> retry(List<String> jobIds, @Nullable String reason) {
    return changed(jobs.retry(jobIds, reason));
  }

  @Override
  public List<CommandResult> setTags(List<String> jobIds, List<String> tags) {
    return changed(jobs.setTags(jobIds, tags));
  }

  @Override
  public CommandResult setNote(String jobId, String note) {
    return changed(List.of(jobs.setNote(jobId, note))).get(0);
  }

  @Override
  public Optional<JobSubmission> submissionForRerun(String jobId) {
    return jobs.submission(jobId)
        .map(job -> job.withParentJobId(jobId).withIdempotencyKey(null).withRunAt(null));
  }

  @Override
  public List<String> knownValues(String field, String prefix, int limit) {
    return jobs.knownValues(field, prefix, limit);
  }

  @Override
  public Optional<ObjectNode> setting(String key) {
    return jobs.setting(key);
  }

  @Override
  public void saveSetting(String key, ObjectNode value) {
    jobs.saveSetting(key, value);
  }

  @Override
  public String schedule(JobSubmission submission, String cron, String timeZone) {
    JobSubmission accepted = checker.accept(keys.keyed(submission).withRunAt(null));
    Instant next = ScheduleKeeper.next(cron, timeZone, stores.fleet().serverTime());
    if (next == null) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SCHEDULE, "'" + cron + "' never happens: no day fits it.");
    }
    try {
      String id = stores.schedules().save(accepted, cron, timeZone, next);
      keys.settled(submission);
      hints.jobs();
      return id;
    } catch (OrchestratorException e) {
      rememberIfInDoubt(List.of(submission), List.of(accepted), e);
      throw e;
    }
  }

  private List<CommandResult> changed(List<CommandResult> results) {
    hints.jobs();
    return results;
  }
}
