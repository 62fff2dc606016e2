package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;
import static io.joborchestrator.store.postgres.Statements.texts;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter as SQL: fixed fragments with parameters, so that the planner sees only the conditions
 * that restrict. There are two ways to find jobs by state. Where many match, the newest jobs are
 * looked at one by one. Where few do, the narrow tables that hold exactly those states are read.
 */
final class JobQuery {
  private static final String QUEUED = "SELECT no FROM job_queue";
  private static final String UNMARKED = "SELECT no FROM job_leases WHERE NOT marked";
  private static final String COMPLETED = "SELECT no FROM job_attempts WHERE outcome = 'completed'";
  private static final String STATES = "SELECT no FROM job_states WHERE status = ANY (?)";

  /** A leased job runs, although its wide row may still say queued. */
  private static final String LEASED =
      "(j.status = 'queued' AND EXISTS (SELECT FROM job_leases l WHERE l.no = j.no AND NOT"
          + " l.marked))";

  private final JobFilter filter;
  private final boolean byState;
  private final StringBuilder where = new StringBuilder("true");
  private final List<@Nullable Object> parameters = new ArrayList<>();

  /**
   * @param lanes those of the kinds, queues and owners of the filter
   * @param byState few jobs are in the states asked for
   */
  JobQuery(JobFilter filter, Set<Integer> lanes, boolean byState) {
    this.filter = filter;
    this.byState = byState;
    if (byState) {
      parameters.add(texts(words(filter.statuses())));
    } else if (!filter.statuses().isEmpty()) {
      addStatuses(filter.statuses());
    }
    addLanes(lanes);
    addWords();
  }

  private void addStatuses(Set<JobStatus> statuses) {
    String condition = "j.status = ANY (?)";
    boolean running = statuses.contains(JobStatus.RUNNING);
    boolean queued = statuses.contains(JobStatus.QUEUED);
    if (running && !queued) {
      condition = "(" + condition + " OR " + LEASED + ")";
    } else if (queued && !running) {
      condition = "(" + condition + " AND NOT " + LEASED + ")";
    }
    add(condition, texts(words(statuses)));
  }

  /** Their numbers and not their names: then the planner knows how many jobs each has. */
  private void addLanes(Set<Integer> lanes) {
    if (!filter.types().isEmpty() || !filter.queues().isEmpty() || !filter.owners().isEmpty()) {
      add("j.lane_id = ANY (?)", array("integer", lanes, lane -> lane));
    }
  }

  private void addWords() {
    if (!filter.engines().isEmpty()) {
      add(
          "coalesce((SELECT r.engine FROM job_runs r WHERE r.no = j.no), j.execution_engine,"
              + " j.requested_engine) = ANY (?)",
          texts(filter.engines()));
    }
    if (!filter.tags().isEmpty()) {
      add("j.tags && ?", texts(filter.tags()));
    }
    if (filter.since() != null) {
      add("j.created_at >= ?", filter.since());
    }
    addEnd(filter.ended());
    for (String text : filter.text()) {
      String pattern = "%" + escape(text) + "%";
      add("(j.job_name ILIKE ? OR j.job_id ILIKE ?)", pattern, pattern);
    }
    for (String text : filter.notText()) {
      add("j.job_name NOT ILIKE ?", "%" + escape(text) + "%");
    }
  }

  private void addEnd(@Nullable TimeRange ended) {
    if (ended != null) {
      add("j.finished_at >= ?", ended.from());
      if (ended.to() != null) {
        add("j.finished_at < ?", ended.to());
      }
    }
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  static List<String> words(Set<JobStatus> statuses) {
    return statuses.stream().map(JobStatus::wire).toList();
  }

  private void add(String condition, @Nullable Object... values) {
    where.append(" AND ").append(condition);
    parameters.addAll(Arrays.asList(values));
  }

  /** {@code FROM … WHERE …} over {@code j.no}, to be continued with AND. */
  String from() {
    if (!byState) {
      return " FROM jobs j WHERE " + where;
    }
    String states = "(" + sources() + ")";
    return where.length() == "true".length()
        ? " FROM " + states + " j WHERE true"
        : " FROM " + states + " s JOIN jobs j ON j.no = s.no WHERE " + where;
  }

  /** Together these hold exactly the jobs of the states asked for, each once. */
  private String sources() {
    List<String> sources = new ArrayList<>(List.of(STATES));
    if (filter.statuses().contains(JobStatus.QUEUED)) {
      sources.add(QUEUED);
    }
    if (filter.statuses().contains(JobStatus.RUNNING)) {
      sources.add(UNMARKED);
    }
    if (filter.statuses().contains(JobStatus.COMPLETED)) {
      sources.add(COMPLETED);
    }
    return sources.stream().collect(Collectors.joining(" UNION ALL "));
  }

  /** The parameters of {@link #from()}, followed by these. */
  @Nullable Object[] parametersAnd(@Nullable Object... more) {
    List<@Nullable Object> all = new ArrayList<>(parameters);
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }
}
