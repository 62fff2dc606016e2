package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.texts;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter as SQL over {@code jobs j}: fixed fragments with parameters, so that the planner sees
 * only the conditions that restrict.
 */
final class JobQuery {
  /** A leased job runs, although its wide row may still say queued. */
  private static final String TRUE_STATUS = "(j.status = ANY (?::text[])%s)";

  private final StringBuilder where = new StringBuilder("true");
  private final List<@Nullable Object> parameters = new ArrayList<>();

  JobQuery(JobFilter filter) {
    addStatuses(filter);
    if (!filter.types().isEmpty()) {
      add("j.job_type = ANY (?)", texts(filter.types()));
    }
    if (!filter.queues().isEmpty()) {
      add("j.queue_name = ANY (?)", texts(filter.queues()));
    }
    if (!filter.owners().isEmpty()) {
      add("j.owner = ANY (?)", texts(filter.owners()));
    }
    if (!filter.engines().isEmpty()) {
      add("coalesce(j.execution_engine, j.requested_engine) = ANY (?)", texts(filter.engines()));
    }
    if (!filter.tags().isEmpty()) {
      add("j.tags && ?", texts(filter.tags()));
    }
    if (filter.since() != null) {
      add("j.created_at >= ?", filter.since());
    }
    for (String text : filter.text()) {
      String pattern = "%" + escape(text) + "%";
      add("(j.job_name ILIKE ? OR j.job_id ILIKE ?)", pattern, pattern);
    }
    for (String text : filter.notText()) {
      add("j.job_name NOT ILIKE ?", "%" + escape(text) + "%");
    }
  }

  private void addStatuses(JobFilter filter) {
    if (filter.statuses().isEmpty()) {
      return;
    }
    boolean running = filter.statuses().contains(JobStatus.RUNNING);
    boolean queued = filter.statuses().contains(JobStatus.QUEUED);
    String leased = "EXISTS (SELECT FROM job_leases l WHERE l.no = j.no AND NOT l.marked)";
    String correction = "";
    if (running && !queued) {
      correction = " OR (j.status = 'queued' AND " + leased + ")";
    } else if (queued && !running) {
      correction = " AND NOT (j.status = 'queued' AND " + leased + ")";
    }
    add(
        TRUE_STATUS.formatted(correction),
        texts(filter.statuses().stream().map(JobStatus::wire).collect(Collectors.toSet())));
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private void add(String condition, @Nullable Object... values) {
    where.append(" AND ").append(condition);
    parameters.addAll(List.of(values));
  }

  String where() {
    return where.toString();
  }

  /** The parameters of {@link #where()}, followed by these. */
  @Nullable Object[] parametersAnd(@Nullable Object... more) {
    List<@Nullable Object> all = new ArrayList<>(parameters);
    for (Object value : more) {
      all.add(value);
    }
    return all.toArray();
  }
}
