package io.joborchestrator.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.orchestrator.DirectSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.store.JobStore.CommandResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The jobs of a {@link FakeOrchestrator}. Thread-safe by one lock, as pages ask in background. */
public final class FakeJobs implements EnhancedJobManager {
  private final FakeOrchestrator owner;
  private final Map<String, JobRow> rows = new HashMap<>();
  private final Map<String, JobDetail> details = new HashMap<>();
  private final Map<String, List<LogLine>> logs = new HashMap<>();
  private final Map<String, List<JobEvent>> events = new HashMap<>();
  private final Map<String, ObjectNode> settings = new HashMap<>();
  private final List<JobSubmission> submissions = new ArrayList<>();
  private final List<JobSubmission> scheduled = new ArrayList<>();
  private List<Problem> problems = List.of();
  private @Nullable String routed;
  private @Nullable String directRefusal;
  private RoutingDecision routing =
      new RoutingDecision(
          "local",
          List.of(
              new RoutingDecision.Candidate(
                  "local",
                  true,
                  true,
                  List.of(new RoutingDecision.Reason("for", "Input is 12 MB, below 4 GB"))),
              new RoutingDecision.Candidate(
                  "spark",
                  true,
                  false,
                  List.of(new RoutingDecision.Reason("neutral", "Would start a session first")))));

  FakeJobs(FakeOrchestrator owner) {
    this.owner = owner;
  }

  /** Adds a row, or replaces the one with its id. */
  public synchronized void add(JobRow row) {
    rows.put(row.jobId(), row);
  }

  public synchronized void remove(String jobId) {
    rows.remove(jobId);
  }

  public synchronized void setDetail(JobDetail detail) {
    details.put(detail.row().jobId(), detail);
    add(detail.row());
  }

  public synchronized void setLog(String jobId, List<LogLine> lines) {
    logs.put(jobId, List.copyOf(lines));
  }

  public synchronized void setEvents(String jobId, List<JobEvent> list) {
    events.put(jobId, List.copyOf(list));
  }

  public synchronized void setProblems(List<Problem> value) {
    problems = List.copyOf(value);
  }

  /** The engine that was asked for when a route was last looked for, or null. */
  public synchronized @Nullable String routed() {
    return routed;
  }

  public synchronized void setRouting(RoutingDecision value) {
    routing = value;
  }

  /** Everything submitted so far, in order. */
  public synchronized List<JobSubmission> scheduled() {
    return List.copyOf(scheduled);
  }

  public synchronized List<JobSubmission> submissions() {
    return List.copyOf(submissions);
  }

  synchronized long queued() {
    return rows.values().stream().filter(row -> row.status() == JobStatus.QUEUED).count();
  }

  synchronized long running() {
    return rows.values().stream().filter(row -> row.status() == JobStatus.RUNNING).count();
  }

  @Override
  public synchronized DirectSubmission submitDirect(
      JobSubmission submission, DirectSubmission.WhenBusy whenBusy) {
    owner.record("direct " + submission.name() + " " + whenBusy);
    String id = submit(submission);
    return new DirectSubmission(id, directRefusal == null, directRefusal);
  }

  /** Why nothing runs directly from here on; null: everything does. */
  public synchronized void refuseDirect(@Nullable String reason) {
    directRefusal = reason;
  }

  @Override
  public synchronized String submit(JobSubmission submission) {
    owner.mayFail();
    submissions.add(submission);
    long no = rows.values().stream().mapToLong(JobRow::no).max().orElse(0) + 1;
    JobRow row = JobRowBuilder.aJob(submission.name()).type(submission.type()).build(no);
    add(row);
    owner.record("submit " + submission.name());
    return row.jobId();
  }

  @Override
  public List<String> submitAll(List<JobSubmission> list) {
    return list.stream().map(this::submit).toList();
  }

  @Override
  public synchronized List<Problem> check(JobSubmission submission) {
    owner.mayFail();
    return problems;
  }

  @Override
  public synchronized RoutingDecision route(JobSubmission submission) {
    owner.mayFail();
    routed = submission.engine();
    return routing;
  }

  @Override
  public synchronized Optional<JobRow> status(String jobId) {
    owner.mayFail();
    return Optional.ofNullable(rows.get(jobId));
  }

  @Override
  public synchronized List<JobRow> list(JobFilter filter, int limit) {
    return matching(filter).stream().limit(limit).toList();
  }

  private List<JobRow> matching(JobFilter filter) {
    owner.mayFail();
    return rows.values().stream()
        .filter(row -> matches(filter, row))
        .sorted(Comparator.comparingLong(JobRow::no).reversed())
        .toList();
  }

  private static boolean matches(JobFilter filter, JobRow row) {
    String words = (row.name() + " " + row.jobId()).toLowerCase(Locale.ROOT);
    return (filter.statuses().isEmpty() || filter.statuses().contains(row.status()))
        && (filter.types().isEmpty() || filter.types().contains(row.type()))
        && (filter.engines().isEmpty()
            || row.engine() != null && filter.engines().contains(row.engine()))
        && (filter.queues().isEmpty() || filter.queues().contains(row.queue()))
        && (filter.owners().isEmpty() || filter.owners().contains(row.owner()))
        && row.tags().containsAll(filter.tags())
        && filter.text().stream().allMatch(word -> words.contains(word.toLowerCase(Locale.ROOT)))
        && filter.notText().stream()
            .noneMatch(word -> words.contains(word.toLowerCase(Locale.ROOT)))
        && (filter.since() == null || !row.submittedAt().isBefore(filter.since()))
        && (filter.ended() == null || filter.ended().contains(row.finishedAt()));
  }

  @Override
  public synchronized JobPage page(JobPageRequest request) {
    List<JobRow> all = new ArrayList<>(matching(request.filter()));
    long newest = all.stream().mapToLong(JobRow::no).max().orElse(0);
    long anchor = request.anchorNo() == null ? newest : request.anchorNo();
    List<JobRow> known = new ArrayList<>(all.stream().filter(row -> row.no() <= anchor).toList());
    if (!request.newestFirst()) {
      known.sort(Comparator.comparingLong(JobRow::no));
    }
    List<JobRow> window = known.stream().skip(request.offset()).limit(request.limit()).toList();
    return new JobPage(
        window, anchor, request.offset(), known.size(), true, (long) all.size() - known.size());
  }

  @Override
  public synchronized List<JobRow> rows(List<String> jobIds) {
    owner.mayFail();
    return jobIds.stream().map(rows::get).filter(java.util.Objects::nonNull).toList();
  }

  @Override
  public synchronized JobCounts counts() {
    owner.mayFail();
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    rows.values().forEach(row -> counts.merge(row.status(), 1L, Long::sum));
    return new JobCounts(counts);
  }

  @Override
  public synchronized long count(JobFilter filter, long limit) {
    return Math.min(limit, matching(filter).size());
  }

  @Override
  public synchronized Optional<JobDetail> detail(String jobId) {
    owner.mayFail();
    JobRow row = rows.get(jobId);
    if (row == null) {
      return Optional.empty();
    }
    return Optional.of(details.getOrDefault(jobId, SampleFleet.detail(row)));
  }

  @Override
  public synchronized List<JobRow> search(String text, int limit) {
    owner.mayFail();
    String word = text.toLowerCase(Locale.ROOT);
    return rows.values().stream()
        .filter(row -> row.name().contains(word) || row.jobId().contains(word))
        .sorted(Comparator.comparingLong(JobRow::no).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<JobEvent> events(String jobId) {
    owner.mayFail();
    return events.getOrDefault(jobId, List.of());
  }

  @Override
  public synchronized List<LogLine> log(
      String jobId, @Nullable Integer epoch, int afterEpoch, long afterSeq, int limit) {
    owner.mayFail();
    return logs.getOrDefault(jobId, List.of()).stream()
        .filter(line -> epoch == null || line.epoch() == epoch)
        .filter(
            line ->
                line.epoch() > afterEpoch || line.epoch() == afterEpoch && line.seq() > afterSeq)
        .limit(limit)
        .toList();
  }

  @Override
  public CommandResult cancel(String jobId, boolean force, @Nullable String reason) {
    return cancelAll(List.of(jobId), force, reason).get(0);
  }

  @Override
  public List<CommandResult> cancelAll(
      List<String> jobIds, boolean force, @Nullable String reason) {
    String verb = force ? "kill" : "cancel";
    return each(
        verb,
        jobIds,
        row ->
            row.status() == JobStatus.RUNNING
                ? Rows.cancelRequested(row)
                : row.status().isTerminal() ? row : Rows.in(row, JobStatus.CANCELLED));
  }

  @Override
  public List<CommandResult> pause(List<String> jobIds, @Nullable String reason) {
    return each("pause", jobIds, row -> Rows.in(row, JobStatus.PAUSED));
  }

  @Override
  public List<CommandResult> resume(List<String> jobIds) {
    return each("resume", jobIds, row -> Rows.in(row, JobStatus.QUEUED));
  }

  @Override
  public List<CommandResult> setPriority(List<String> jobIds, JobPriority priority) {
    return each("priority:" + priority.wire(), jobIds, row -> Rows.priority(row, priority));
  }

  @Override
  public List<CommandResult> retry(List<String> jobIds, @Nullable String reason) {
    return each("retry", jobIds, row -> Rows.in(row, JobStatus.QUEUED));
  }

  @Override
  public List<CommandResult> setTags(List<String> jobIds, List<String> tags) {
    return each("tags:" + String.join(",", tags), jobIds, row -> Rows.tags(row, tags));
  }

  @Override
  public CommandResult setNote(String jobId, String note) {
    return each("note:" + note, List.of(jobId), row -> row).get(0);
  }

  private synchronized List<CommandResult> each(
      String verb, List<String> jobIds, UnaryOperator<JobRow> change) {
    owner.mayFail();
    List<CommandResult> results = new ArrayList<>();
    for (String jobId : jobIds) {
      JobRow row = rows.get(jobId);
      owner.record(verb + " " + jobId);
      if (row == null) {
        results.add(new CommandResult(jobId, false, "There is no such job"));
        continue;
      }
      rows.put(jobId, change.apply(row));
      results.add(new CommandResult(jobId, true, "Done"));
    }
    return results;
  }

  @Override
  public synchronized Optional<JobSubmission> submissionForRerun(String jobId) {
    owner.mayFail();
    return Optional.ofNullable(rows.get(jobId))
        .map(
            row ->
                JobSubmission.of(row.name(), row.type(), JsonNodeFactory.instance.objectNode())
                    .withParentJobId(jobId));
  }

  @Override
  public synchronized List<String> knownValues(String field, String prefix, int limit) {
    owner.mayFail();
    return rows.values().stream()
        .map(
            row ->
                switch (field) {
                  case "type" -> row.type();
                  case "engine" -> row.engine();
                  case "owner" -> row.owner();
                  case "queue" -> row.queue();
                  default -> row.name();
                })
        .filter(value -> value != null && value.startsWith(prefix))
        .distinct()
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<ObjectNode> setting(String key) {
    owner.mayFail();
    return Optional.ofNullable(settings.get(key));
  }

  @Override
  public synchronized void saveSetting(String key, ObjectNode value) {
    owner.mayFail();
    settings.put(key, value);
  }

  @Override
  public String schedule(JobSubmission submission, String cron, String timeZone) {
    owner.mayFail();
    owner.record("schedule " + submission.name() + " " + cron + " " + timeZone);
    scheduled.add(submission);
    return "schedule-1";
  }
}
