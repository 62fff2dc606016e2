package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.texts;

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
import io.joborchestrator.store.JobStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Submission and the commands of {@code V004__commands.sql}; reading is done by its parts. */
final class PostgresJobStore implements JobStore {
  private static final String CANCEL = "SELECT * FROM request_cancel(?, ?, ?)";
  private static final String PAUSE = "SELECT * FROM pause_jobs(?, ?)";
  private static final String RESUME = "SELECT * FROM resume_jobs(?)";
  private static final String SET_PRIORITY = "SELECT * FROM set_priority(?, ?)";
  private static final String RETRY = "SELECT * FROM retry_jobs(?, ?)";
  private static final String SET_TAGS = "SELECT * FROM set_tags(?, ?)";
  private static final String SET_NOTE = "SELECT * FROM set_note(?, ?)";
  private static final String SETTING =
      "SELECT value FROM settings WHERE owner = session_user AND key = ?";
  private static final String SAVE_SETTING = "SELECT save_setting(?, ?::jsonb)";
  private static final Map<String, String> KNOWN_VALUES =
      Map.of(
          "type", "SELECT DISTINCT job_type AS value FROM lanes",
          "engine", "SELECT DISTINCT engine AS value FROM lanes WHERE engine <> ''",
          "queue", "SELECT name AS value FROM queues",
          "owner", "SELECT DISTINCT owner AS value FROM lanes",
          "name", "SELECT DISTINCT job_name AS value FROM (%s) recent",
          "tag", "SELECT DISTINCT unnest(tags) AS value FROM (%s) recent");
  private static final String RECENT =
      "SELECT job_name, tags FROM jobs ORDER BY no DESC LIMIT 5000";

  private final Database database;
  private final JobLists lists;
  private final JobDetails details;

  PostgresJobStore(Database database) {
    this.database = database;
    this.lists = new JobLists(database);
    this.details = new JobDetails(database);
  }

  @Override
  public List<String> submit(List<JobSubmission> submissions) {
    if (submissions.isEmpty()) {
      return List.of();
    }
    return new Submitting(submissions).run(database);
  }

  @Override
  public JobPage list(JobPageRequest request) {
    return lists.page(request);
  }

  @Override
  public List<JobRow> rows(List<String> jobIds) {
    return lists.rows(jobIds);
  }

  @Override
  public JobCounts counts() {
    return lists.counts();
  }

  @Override
  public long count(JobFilter filter, long limit) {
    return lists.count(filter, limit);
  }

  @Override
  public List<JobRow> search(String text, int limit) {
    return lists.search(text, limit);
  }

  @Override
  public Optional<JobDetail> find(String jobId) {
    return details.find(jobId);
  }

  @Override
  public List<JobEvent> events(String jobId) {
    return details.events(jobId);
  }

  @Override
  public List<LogLine> log(
      String jobId, @Nullable Integer epoch, int afterEpoch, long afterSeq, int limit) {
    return details.log(jobId, epoch, afterEpoch, afterSeq, limit);
  }

  @Override
  public Optional<JobSubmission> submission(String jobId) {
    return details.submission(jobId);
  }

  @Override
  public List<CommandResult> cancel(List<String> jobIds, boolean force, @Nullable String reason) {
    return command("cancel jobs", CANCEL, jobIds, texts(jobIds), force, reason);
  }

  @Override
  public List<CommandResult> pause(List<String> jobIds, @Nullable String reason) {
    return command("pause jobs", PAUSE, jobIds, texts(jobIds), reason);
  }

  @Override
  public List<CommandResult> resume(List<String> jobIds) {
    return command("resume jobs", RESUME, jobIds, texts(jobIds));
  }

  @Override
  public List<CommandResult> setPriority(List<String> jobIds, JobPriority priority) {
    return command(
        "change the priority of jobs", SET_PRIORITY, jobIds, texts(jobIds), priority.wire());
  }

  @Override
  public List<CommandResult> retry(List<String> jobIds, @Nullable String reason) {
    return command("retry jobs", RETRY, jobIds, texts(jobIds), reason);
  }

  @Override
  public List<CommandResult> setTags(List<String> jobIds, List<String> tags) {
    return command("tag jobs", SET_TAGS, jobIds, texts(jobIds), texts(tags));
  }

  @Override
  public CommandResult setNote(String jobId, String note) {
    return command("store the note", SET_NOTE, List.of(jobId), jobId, note).get(0);
  }

  /** Answers for every id asked about, in that order. */
  private List<CommandResult> command(
      String doing, String sql, List<String> jobIds, @Nullable Object... parameters) {
    List<CommandResult> found =
        database.call(
            PoolKind.CONTROL,
            doing,
            connection ->
                Statements.list(
                    connection,
                    sql,
                    row ->
                        new CommandResult(
                            row.getString("job_id"),
                            row.getBoolean("done"),
                            row.getString("message")),
                    parameters));
    Set<String> known = found.stream().map(CommandResult::jobId).collect(Collectors.toSet());
    Set<String> missing = new HashSet<>(jobIds);
    missing.removeAll(known);
    return Stream.concat(
            found.stream(),
            missing.stream().map(id -> new CommandResult(id, false, "There is no such job.")))
        .toList();
  }

  @Override
  public List<String> knownValues(String field, String prefix, int limit) {
    String values = KNOWN_VALUES.get(field);
    if (values == null) {
      return List.of();
    }
    String sql =
        "SELECT value FROM ("
            + values.formatted(RECENT)
            + ") known WHERE value ILIKE ? ORDER BY value LIMIT ?";
    return database.call(
        PoolKind.VIEW,
        "look for known values",
        connection ->
            Statements.list(
                connection, sql, row -> row.getString(1), JobQuery.escape(prefix) + "%", limit));
  }

  @Override
  public Optional<ObjectNode> setting(String key) {
    return database.call(
        PoolKind.VIEW,
        "read a setting",
        connection -> Statements.first(connection, SETTING, row -> Rows.object(row, "value"), key));
  }

  @Override
  public void saveSetting(String key, ObjectNode value) {
    database.call(
        PoolKind.CONTROL,
        "save a setting",
        connection ->
            Statements.list(connection, SAVE_SETTING, row -> true, key, value.toString())
                .isEmpty());
  }
}
