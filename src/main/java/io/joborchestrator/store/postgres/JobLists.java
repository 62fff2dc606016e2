package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;
import static io.joborchestrator.store.postgres.Statements.texts;

import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Windows of lists of jobs: first the numbers of a page from a narrow scan, then its rows. A page
 * behind the middle is counted from the far end.
 */
final class JobLists {
  /** Where the counters do not know a total, this many are counted; a larger one is "at least". */
  static final int COUNT_LIMIT = 10_000;

  /** The end of an id is looked for among this many of the newest jobs, its start in all. */
  private static final int SEARCHED = 200_000;

  private static final String BOUNDS =
      "SELECT coalesce(min(no), 1) AS first, coalesce(max(no), 0) AS last FROM jobs";
  private static final String ROWS_BY_ID = JobRows.SELECT + "WHERE job_id = ANY (?)";
  private static final String ROWS_BY_NO = JobRows.SELECT + "WHERE no = ANY (?)";
  private static final String SEARCH =
      """
      SELECT no FROM (
          (SELECT no FROM jobs WHERE job_id LIKE ? LIMIT ?)
          UNION
          (SELECT no FROM (SELECT no, job_id FROM jobs ORDER BY no DESC LIMIT %d) newest
           WHERE job_id LIKE ? ORDER BY no DESC LIMIT ?)) found
      ORDER BY no DESC LIMIT ?
      """
          .formatted(SEARCHED);

  private final Database database;

  JobLists(Database database) {
    this.database = database;
  }

  JobPage page(JobPageRequest request) {
    return database.call(PoolKind.VIEW, "list the jobs", connection -> page(connection, request));
  }

  private record Bounds(long first, long last) {}

  private static JobPage page(Connection connection, JobPageRequest request) throws SQLException {
    Bounds bounds =
        Statements.one(
            connection, BOUNDS, row -> new Bounds(row.getLong("first"), row.getLong("last")));
    long anchor = request.anchorNo() == null ? bounds.last() : request.anchorNo();
    JobFilter filter = request.filter();
    JobCounters counters = JobCounters.read(connection, filter);
    JobQuery query = query(filter, counters);
    long newer =
        anchor >= bounds.last() ? 0 : count(connection, query, "j.no > ?", anchor, COUNT_LIMIT);
    boolean known = JobCounters.knows(filter) && newer < COUNT_LIMIT;
    long total = known ? Math.max(0, counters.total(filter.statuses()) - newer) : -1;
    List<Long> numbers =
        isDense(filter, bounds, anchor, total)
            ? dense(request, bounds, anchor)
            : numbers(connection, request, query, anchor, total);
    long seen = request.offset() + numbers.size();
    boolean end = numbers.size() < request.limit() && (!numbers.isEmpty() || seen == 0);
    boolean exact = end || known;
    if (!exact) {
      total = count(connection, query, "j.no <= ?", anchor, Math.max(COUNT_LIMIT, seen + 1));
      exact = total < COUNT_LIMIT;
    }
    return new JobPage(
        rows(connection, numbers),
        anchor,
        request.offset(),
        end ? seen : Math.max(total, seen),
        exact,
        newer);
  }

  /** Without gaps in the numbers, the place of a job follows from its number. */
  private static boolean isDense(JobFilter filter, Bounds bounds, long anchor, long total) {
    return filter.equals(JobFilter.ALL) && total == anchor - bounds.first() + 1;
  }

  private static List<Long> dense(JobPageRequest request, Bounds bounds, long anchor) {
    List<Long> numbers = new ArrayList<>();
    long available = anchor - bounds.first() + 1 - request.offset();
    for (long i = 0; i < Math.min(available, request.limit()); i++) {
      long place = request.offset() + i;
      numbers.add(request.newestFirst() ? anchor - place : bounds.first() + place);
    }
    return numbers;
  }

  private static JobQuery query(JobFilter filter, JobCounters counters) {
    return new JobQuery(filter, counters.lanes(), counters.areFew(filter.statuses()));
  }

  private static List<Long> numbers(
      Connection connection, JobPageRequest request, JobQuery query, long anchor, long total)
      throws SQLException {
    boolean fromTheEnd = total >= 0 && request.offset() > total / 2;
    long offset = fromTheEnd ? total - request.offset() - request.limit() : request.offset();
    long limit = request.limit() + Math.min(0, fromTheEnd ? offset : 0);
    if (limit <= 0) {
      return List.of();
    }
    boolean descending = request.newestFirst() != fromTheEnd;
    List<Long> numbers =
        Statements.list(
            connection,
            "SELECT j.no"
                + query.from()
                + " AND j.no <= ? ORDER BY j.no "
                + (descending ? "DESC" : "ASC")
                + " OFFSET ? LIMIT ?",
            row -> row.getLong(1),
            query.parametersAnd(anchor, Math.max(0, offset), limit));
    if (!fromTheEnd) {
      return numbers;
    }
    List<Long> reversed = new ArrayList<>(numbers);
    Collections.reverse(reversed);
    return reversed;
  }

  private static long count(
      Connection connection, JobQuery query, String condition, long number, long limit)
      throws SQLException {
    return Statements.one(
        connection,
        "SELECT count(*) FROM (SELECT j.no" + query.from() + " AND " + condition + " LIMIT ?) c",
        row -> row.getLong(1),
        query.parametersAnd(number, limit));
  }

  long count(JobFilter filter, long limit) {
    return database.call(
        PoolKind.VIEW,
        "count jobs",
        connection -> {
          JobCounters counters = JobCounters.read(connection, filter);
          return JobCounters.knows(filter)
              ? Math.min(limit, counters.total(filter.statuses()))
              : count(connection, query(filter, counters), "j.no > ?", 0, limit);
        });
  }

  JobCounts counts() {
    return database.call(
        PoolKind.VIEW,
        "count jobs",
        connection -> JobCounters.read(connection, JobFilter.ALL).all());
  }

  List<JobRow> rows(List<String> jobIds) {
    return database.call(
        PoolKind.VIEW,
        "read jobs",
        connection -> Statements.list(connection, ROWS_BY_ID, JobRows::map, texts(jobIds)));
  }

  /** In the order of the numbers. */
  private static List<JobRow> rows(Connection connection, List<Long> numbers) throws SQLException {
    if (numbers.isEmpty()) {
      return List.of();
    }
    Map<Long, JobRow> byNumber = new HashMap<>();
    Statements.list(
            connection, ROWS_BY_NO, JobRows::map, array("bigint", numbers, number -> number))
        .forEach(row -> byNumber.put(row.no(), row));
    return numbers.stream().filter(byNumber::containsKey).map(byNumber::get).toList();
  }

  List<JobRow> search(String text, int limit) {
    String pattern = JobQuery.escape(text);
    return database.call(
        PoolKind.VIEW,
        "search for a job",
        connection ->
            rows(
                connection,
                Statements.list(
                    connection,
                    SEARCH,
                    row -> row.getLong(1),
                    pattern + "%",
                    limit,
                    "%" + pattern,
                    limit,
                    limit)));
  }
}
