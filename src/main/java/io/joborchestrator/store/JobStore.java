package io.joborchestrator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jobs as people and programs see them: submit, read, command. Every method is one transaction and
 * blocks; thread-safe. Transient database errors are retried inside; what is left is an {@link
 * io.joborchestrator.domain.error.OrchestratorException} with {@code DATABASE_UNAVAILABLE}.
 */
public interface JobStore {
  /** Ids in the order of the submissions; a known idempotency key gives the id of the first job. */
  List<String> submit(List<JobSubmission> submissions);

  JobPage list(JobPageRequest request);

  /** The current rows of these jobs; missing ones are left out. Order is not defined. */
  List<JobRow> rows(List<String> jobIds);

  JobCounts counts();

  /** Exact number of jobs that match, at most {@code limit}. */
  long count(JobFilter filter, long limit);

  Optional<JobDetail> find(String jobId);

  /**
   * Jobs whose id starts with this text (at least 4 characters), among all; and jobs whose id ends
   * with it, among the newest 200,000 only: no index leads there. At most {@code limit}, newest
   * first. An older job is found by the start of its id, or by {@link #find} with the whole of it.
   */
  List<JobRow> search(String text, int limit);

  List<JobEvent> events(String jobId);

  /**
   * A window of the log.
   *
   * @param epoch attempt, or null for all
   * @param afterSeq only lines behind this one (within {@code afterEpoch}); 0 for the start
   */
  List<LogLine> log(
      String jobId, @Nullable Integer epoch, int afterEpoch, long afterSeq, int limit);

  /** Outcome of a command on one job: done, or in words why not. */
  record CommandResult(String jobId, boolean done, String message) {}

  /** Running jobs are asked to stop, waiting ones are cancelled at once. */
  List<CommandResult> cancel(List<String> jobIds, boolean force, @Nullable String reason);

  List<CommandResult> pause(List<String> jobIds, @Nullable String reason);

  List<CommandResult> resume(List<String> jobIds);

  List<CommandResult> setPriority(List<String> jobIds, JobPriority priority);

  /** Puts failed, timed-out or cancelled jobs back into the queue as a manual retry. */
  List<CommandResult> retry(List<String> jobIds, @Nullable String reason);

  List<CommandResult> setTags(List<String> jobIds, List<String> tags);

  CommandResult setNote(String jobId, String note);

  /** The payload of a job as it was submitted, ready to be submitted again with changes. */
  Optional<JobSubmission> submission(String jobId);

  /** Names, types and engines seen, for completion in filters; at most {@code limit} each. */
  List<String> knownValues(String field, String prefix, int limit);

  /** Free-form saved state by owner and key (saved views, templates), or empty. */
  Optional<ObjectNode> setting(String key);

  void saveSetting(String key, ObjectNode value);
}
