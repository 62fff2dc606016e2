package io.joborchestrator.store.postgres;

import io.joborchestrator.store.BreakerStore;
import io.joborchestrator.store.ChangeFeed;
import io.joborchestrator.store.DatabaseBreaker;
import io.joborchestrator.store.DeadLetterStore;
import io.joborchestrator.store.FleetStore;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.RetryPolicyStore;
import io.joborchestrator.store.ScheduleStore;
import io.joborchestrator.store.StatisticsStore;
import io.joborchestrator.store.TemplateStore;
import io.joborchestrator.store.WorkStore;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * All stores of one process on one database, with their pools (at most eleven connections, and two
 * for hints). Opening does not connect yet. The schema must have been brought up to date by {@link
 * SchemaMigrator}. Thread-safe.
 */
public final class PostgresStores implements AutoCloseable {
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(20);

  private final Database database;
  private final JobStore jobs;
  private final WorkStore work;
  private final FleetStore fleet;
  private final ScheduleStore schedules;
  private final BreakerStore breakers;
  private final DeadLetterStore deadLetters;
  private final RetryPolicyStore retryPolicies;
  private final TemplateStore templates;
  private final StatisticsStore statistics;
  private final PostgresChangeFeed changes;

  private PostgresStores(ConnectionConfig config, Duration wait, BooleanSupplier mustNotBlock) {
    database = new Database(config, wait, mustNotBlock);
    jobs = new PostgresJobStore(database);
    HeldJobs held = new HeldJobs();
    PostgresWorkStore workStore = new PostgresWorkStore(database, held);
    work = workStore;
    breakers = new PostgresBreakerStore(database, held, workStore);
    fleet = new PostgresFleetStore(database);
    schedules = new PostgresScheduleStore(database);
    deadLetters = new PostgresDeadLetterStore(database);
    retryPolicies = new PostgresRetryPolicyStore(database);
    templates = new PostgresTemplateStore(database);
    statistics = new PostgresStatisticsStore(database);
    changes = new PostgresChangeFeed(config);
  }

  /**
   * @param mustNotBlock true on threads that may not wait, such as the one of the user interface;
   *     calls from there are refused
   */
  public static PostgresStores open(ConnectionConfig config, BooleanSupplier mustNotBlock) {
    return open(config, DEFAULT_WAIT, mustNotBlock);
  }

  /**
   * @param wait how long a call is tried again before the database counts as gone
   */
  public static PostgresStores open(
      ConnectionConfig config, Duration wait, BooleanSupplier mustNotBlock) {
    PostgresStores stores = new PostgresStores(config, wait, mustNotBlock);
    stores.changes.start();
    return stores;
  }

  public JobStore jobs() {
    return jobs;
  }

  public WorkStore work() {
    return work;
  }

  public FleetStore fleet() {
    return fleet;
  }

  public ScheduleStore schedules() {
    return schedules;
  }

  public BreakerStore breakers() {
    return breakers;
  }

  public DeadLetterStore deadLetters() {
    return deadLetters;
  }

  public RetryPolicyStore retryPolicies() {
    return retryPolicies;
  }

  public StatisticsStore statistics() {
    return statistics;
  }

  public TemplateStore templates() {
    return templates;
  }

  /** The breaker between this process and the database. */
  public DatabaseBreaker databaseBreaker() {
    return database.breaker();
  }

  public ChangeFeed changes() {
    return changes;
  }

  @Override
  public void close() {
    changes.close();
    database.close();
  }
}
