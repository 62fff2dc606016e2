package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.texts;

import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The maintained counters: exact at any size, without looking at a job.
 *
 * @param all every job, by state
 * @param matching those of the kinds, queues and owners of a filter; its other parts are left out
 * @param lanes the lanes of those kinds, queues and owners
 */
record JobCounters(JobCounts all, JobCounts matching, Set<Integer> lanes) {
  private static final String BY_LANE =
      """
      SELECT c.lane_id, c.status, c.jobs,
             (cardinality(?::text[]) = 0 OR lane.job_type = ANY (?))
             AND (cardinality(?::text[]) = 0 OR lane.queue_name = ANY (?))
             AND (cardinality(?::text[]) = 0 OR lane.owner = ANY (?)) AS matches
      FROM job_counts_now c JOIN lanes lane USING (lane_id)
      WHERE c.jobs <> 0
      """;

  private record Count(int lane, JobStatus status, long jobs, boolean matches) {}

  static JobCounters read(Connection connection, JobFilter filter) throws SQLException {
    List<Count> counts =
        Statements.list(
            connection,
            BY_LANE,
            row ->
                new Count(
                    row.getInt("lane_id"),
                    JobStatus.parse(row.getString("status")),
                    row.getLong("jobs"),
                    row.getBoolean("matches")),
            texts(filter.types()),
            texts(filter.types()),
            texts(filter.queues()),
            texts(filter.queues()),
            texts(filter.owners()),
            texts(filter.owners()));
    Map<JobStatus, Long> all = new EnumMap<>(JobStatus.class);
    Map<JobStatus, Long> matching = new EnumMap<>(JobStatus.class);
    Set<Integer> lanes = new TreeSet<>();
    for (Count count : counts) {
      all.merge(count.status(), count.jobs(), Long::sum);
      if (count.matches()) {
        matching.merge(count.status(), count.jobs(), Long::sum);
        lanes.add(count.lane());
      }
    }
    return new JobCounters(new JobCounts(all), new JobCounts(matching), lanes);
  }

  /** True if the counters alone say how many jobs match. */
  static boolean knows(JobFilter filter) {
    return filter.equals(
        new JobFilter(
            filter.statuses(),
            filter.types(),
            Set.of(),
            filter.queues(),
            List.of(),
            List.of(),
            filter.owners(),
            Set.of(),
            null));
  }

  /** How many jobs match as far as the counters can tell. */
  long total(Set<JobStatus> statuses) {
    return sum(matching, statuses);
  }

  /** True if it pays to start from the tables of these states: few jobs are in them. */
  boolean areFew(Set<JobStatus> statuses) {
    return !statuses.isEmpty()
        && sum(all, statuses) * 10 < all.total()
        && sum(all, statuses) <= matching.total();
  }

  private static long sum(JobCounts counts, Set<JobStatus> statuses) {
    return statuses.isEmpty() ? counts.total() : statuses.stream().mapToLong(counts::of).sum();
  }
}
