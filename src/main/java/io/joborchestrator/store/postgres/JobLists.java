package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;
import static io.joborchestrator.store.postgres.Statements.texts;

import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Windows of lists of jobs: the numbers of a page from a narrow scan, then its rows. */
final class JobLists {
  /** Beyond this many, a total is said to be at least that. */
  static final int COUNT_LIMIT = 10_000;

  private static final String COUNTS =
      "SELECT status, sum(jobs)::bigint AS jobs FROM job_counts_now GROUP BY status";
  private static final String NEWEST = "SELECT coalesce(max(no), 0) FROM jobs";
  private static final String ROWS_BY_ID = JobRows.SELECT + "WHERE job_id = ANY (?)";
  private static final String ROWS_BY_NO = JobRows.SELECT + "WHERE no = ANY (?)";
  private static final String SEARCH =
      """
      SELECT no FROM jobs WHERE job_id LIKE ? OR job_id LIKE ? ORDER BY no DESC LIMIT ?
      """;

  private final Database database;

  JobLists(Database database) {
    this.database = database;
  }

  JobPage page(JobPageRequest request) {
    return database.call(PoolKind.VIEW, "list the jobs", connection -> page(connection, request));
  }

  private static JobPage page(Connection connection, JobPageRequest request) throws SQLException {
    JobQuery query = new JobQuery(request.filter());
    long newest = Statements.one(connection, NEWEST, row -> row.getLong(1));
    long anchor = request.anchorNo() == null ? newest : request.anchorNo();
    String order = request.newestFirst() ? "DESC" : "ASC";
    List<Long> numbers =
        Statements.list(
            connection,
            "SELECT j.no FROM jobs j WHERE "
                + query.where()
                + " AND j.no <= ? ORDER BY j.no "
                + order
                + " OFFSET ? LIMIT ?",
            row -> row.getLong(1),
            query.parametersAnd(anchor, request.offset(), request.limit()));
    Total total = total(connection, request, query, anchor, numbers.size());
    long newer = anchor == newest ? 0 : count(connection, query, "j.no > ?", anchor, COUNT_LIMIT);
    return new JobPage(
        rows(connection, numbers), anchor, request.offset(), total.jobs(), total.exact(), newer);
  }

  private record Total(long jobs, boolean exact) {}

  private static Total total(
      Connection connection, JobPageRequest request, JobQuery query, long anchor, int found)
      throws SQLException {
    if (found > 0 && found < request.limit()) {
      return new Total(request.offset() + found, true);
    }
    if (request.filter().equals(JobFilter.ALL.withStatuses(request.filter().statuses()))) {
      long newer = count(connection, query, "j.no > ?", anchor, COUNT_LIMIT);
      long all = counts(connection, request.filter());
      return new Total(Math.max(all - newer, request.offset() + found), newer < COUNT_LIMIT);
    }
    long counted = count(connection, query, "j.no <= ?", anchor, COUNT_LIMIT);
    return new Total(Math.max(counted, request.offset() + found), counted < COUNT_LIMIT);
  }

  private static long counts(Connection connection, JobFilter filter) throws SQLException {
    JobCounts counts = counts(connection);
    return filter.statuses().isEmpty()
        ? counts.total()
        : filter.statuses().stream().mapToLong(counts::of).sum();
  }

  private static long count(
      Connection connection, JobQuery query, String condition, long number, long limit)
      throws SQLException {
    return Statements.one(
        connection,
        "SELECT count(*) FROM (SELECT FROM jobs j WHERE "
            + query.where()
            + " AND "
            + condition
            + " LIMIT ?) c",
        row -> row.getLong(1),
        query.parametersAnd(number, limit));
  }

  long count(JobFilter filter, long limit) {
    JobQuery query = new JobQuery(filter);
    return database.call(
        PoolKind.VIEW, "count jobs", connection -> count(connection, query, "j.no > ?", 0, limit));
  }

  JobCounts counts() {
    return database.call(PoolKind.VIEW, "count jobs", JobLists::counts);
  }

  private static JobCounts counts(Connection connection) throws SQLException {
    Map<JobStatus, Long> byStatus = new EnumMap<>(JobStatus.class);
    Statements.list(
        connection,
        COUNTS,
        row ->
            byStatus.put(
                JobStatus.parse(row.getString("status")), Math.max(0, row.getLong("jobs"))));
    return new JobCounts(byStatus);
  }

  List<JobRow> rows(List<String> jobIds) {
    return database.call(
        PoolKind.VIEW,
        "read jobs",
        connection -> Statements.list(connection, ROWS_BY_ID, JobRows::map, texts(jobIds)));
  }

  /** In the order of the numbers. */
  static List<JobRow> rows(Connection connection, List<Long> numbers) throws SQLException {
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
                    "%" + pattern,
                    limit)));
  }
}
