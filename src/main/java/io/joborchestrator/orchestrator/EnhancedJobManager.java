package io.joborchestrator.orchestrator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.store.JobStore.CommandResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds routing, bulk commands, logs and lineage to {@link JobManager}. Blocks; thread-safe. */
public interface EnhancedJobManager extends JobManager {
  List<String> submitAll(List<JobSubmission> submissions);

  /**
   * Checks and stores a job and runs it in this process at once, past the queue. It is a job like
   * any other: should the process die, it goes into the queue.
   *
   * @param whenBusy what to do if this process cannot begin at once: its slots are taken, its queue
   *     is paused, its engine is held back, it executes nothing
   * @throws io.joborchestrator.domain.error.OrchestratorException of type USER if it can never run;
   *     NOT_POSSIBLE_NOW if it cannot run at once and is to be refused then
   */
  DirectSubmission submitDirect(JobSubmission submission, DirectSubmission.WhenBusy whenBusy);

  /** Everything that is wrong with a submission, each problem at its place; empty: it can run. */
  List<Problem> check(JobSubmission submission);

  /** Which engine would be taken now, and why. */
  RoutingDecision route(JobSubmission submission);

  List<JobRow> rows(List<String> jobIds);

  JobCounts counts();

  /** Exact number of jobs that match, at most {@code limit}. */
  long count(JobFilter filter, long limit);

  Optional<JobDetail> detail(String jobId);

  List<JobRow> search(String text, int limit);

  List<JobEvent> events(String jobId);

  /** See {@link io.joborchestrator.store.JobStore#log}. */
  List<LogLine> log(
      String jobId, @Nullable Integer epoch, int afterEpoch, long afterSeq, int limit);

  List<CommandResult> cancelAll(List<String> jobIds, boolean force, @Nullable String reason);

  List<CommandResult> pause(List<String> jobIds, @Nullable String reason);

  List<CommandResult> resume(List<String> jobIds);

  List<CommandResult> setPriority(List<String> jobIds, JobPriority priority);

  List<CommandResult> retry(List<String> jobIds, @Nullable String reason);

  List<CommandResult> setTags(List<String> jobIds, List<String> tags);

  CommandResult setNote(String jobId, String note);

  /** The payload of a job, ready to be changed and submitted as a rerun with lineage. */
  Optional<JobSubmission> submissionForRerun(String jobId);

  List<String> knownValues(String field, String prefix, int limit);

  Optional<ObjectNode> setting(String key);

  void saveSetting(String key, ObjectNode value);

  /**
   * Stores a recurring submission; its idempotency key is that of the schedule. Returns the
   * schedule's id.
   */
  String schedule(JobSubmission submission, String cron, String timeZone);
}
