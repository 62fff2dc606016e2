package io.joborchestrator.testing.fault;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.fault.FaultWorker.Settings;
import io.joborchestrator.testing.fault.FaultWorkerProcess.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one test and the jobs it has submitted, beside whatever network the workers use.
 * At the end everything stops and the promises are checked. Thread-safe.
 */
public final class Fleet implements AutoCloseable {
  private final ConnectionConfig database;
  private final Path folder;
  private final List<FaultWorker> workers = new ArrayList<>();
  private final List<FaultWorkerProcess> processes = new ArrayList<>();
  private final Set<String> submitted = ConcurrentHashMap.newKeySet();
  private @Nullable PostgresStores stores;

  public Fleet(ConnectionConfig database, Path folder) {
    this.database = database;
    this.folder = folder;
    try {
      SideEffects.prepare(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public ConnectionConfig database() {
    return database;
  }

  public synchronized PostgresStores stores() {
    if (stores == null) {
      stores = PostgresStores.open(database, () -> false);
    }
    return stores;
  }

  public FaultWorker worker(String name) {
    return worker(Settings.of(name, database));
  }

  public synchronized FaultWorker worker(Settings settings) {
    FaultWorker worker = FaultWorker.start(settings);
    workers.add(worker);
    return worker;
  }

  public synchronized FaultWorkerProcess process(Order order) throws IOException {
    FaultWorkerProcess process = FaultWorkerProcess.start(order, folder);
    processes.add(process);
    return process;
  }

  public String submit(JobSubmission job) {
    return submit(List.of(job)).get(0);
  }

  public List<String> submit(List<JobSubmission> jobs) {
    List<String> ids = stores().jobs().submit(jobs);
    submitted.addAll(ids);
    return ids;
  }

  /** A job that was submitted in another way. */
  public void submitted(String id) {
    submitted.add(id);
  }

  /** The first column of the first row as text, or null. */
  public @Nullable String ask(String sql) {
    try (Connection connection = SideEffects.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public void execute(String sql) {
    try (Connection connection = SideEffects.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** As {@link #ask} for a number; while the database is down, -1. */
  public long count(String sql) {
    try {
      return Long.parseLong(String.valueOf(ask(sql)));
    } catch (IllegalStateException e) {
      return -1;
    }
  }

  public String statusOf(String id) {
    return String.valueOf(ask("SELECT status FROM jobs WHERE job_id = '" + id + "'"));
  }

  public long epochOf(String id) {
    return count("SELECT epoch FROM jobs WHERE job_id = '" + id + "'");
  }

  /** Outcomes of the attempts, in order. */
  public String attemptsOf(String id) {
    return String.valueOf(
        ask(
            "SELECT string_agg(outcome, ',' ORDER BY job_attempts.epoch) FROM job_attempts JOIN jobs USING (no)"
                + " WHERE job_id = '"
                + id
                + "'"));
  }

  public void awaitAlive(int count, Duration limit) {
    await(
        count + " workers",
        limit,
        "SELECT count(*) FROM worker_leases WHERE state = 'alive'"
            + " AND expires_at > clock_timestamp()",
        count);
  }

  public void awaitLeased(int count, Duration limit) {
    await(count + " jobs started", limit, "SELECT count(*) FROM job_runs", count);
  }

  public void awaitAllEnded(Duration limit) {
    Await.until(
        "all jobs ended",
        limit,
        () -> count("SELECT count(*) FROM jobs WHERE finished_at IS NULL") == 0,
        () ->
            String.valueOf(
                ask(
                    "SELECT jsonb_agg(s) FROM (SELECT status, count(*) FROM jobs"
                        + " GROUP BY status) s")));
  }

  /** Waits until a query gives a number, or more. */
  public void await(String what, Duration limit, String sql, long least) {
    Await.until(what, limit, () -> count(sql) >= least, () -> "It is " + count(sql));
  }

  /** In one snapshot, at any moment. */
  public InvariantReport report() {
    try (Connection connection = SideEffects.connect(database)) {
      return InvariantReport.of(connection, submitted);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops everything in order, checks every promise and prints the numbers. */
  public InvariantReport finish(String name) {
    stopWorkers();
    InvariantReport report = report();
    System.out.println(name + ": " + report.words());
    return report.assertHolds();
  }

  private synchronized void stopWorkers() {
    workers.forEach(FaultWorker::close);
    workers.clear();
    for (FaultWorkerProcess process : processes) {
      try {
        process.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    processes.clear();
  }

  @Override
  public synchronized void close() {
    stopWorkers();
    if (stores != null) {
      stores.close();
      stores = null;
    }
  }
}
