package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.store.RetryPolicyStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables {@code retry_policies} and {@code kind_policies}. */
final class PostgresRetryPolicyStore implements RetryPolicyStore {
  private static final String LIST = "SELECT * FROM retry_policies ORDER BY name";
  private static final String BY_KIND = "SELECT job_type, policy FROM kind_policies";
  private static final String SAVE = "SELECT save_retry_policy(?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String DELETE = "SELECT delete_retry_policy(?)";
  private static final String SET_FOR_KIND = "SELECT set_kind_policy(?, ?)";

  private final Database database;

  PostgresRetryPolicyStore(Database database) {
    this.database = database;
  }

  @Override
  public List<RetryPolicy> policies() {
    return database.call(
        PoolKind.VIEW,
        "list the retry policies",
        connection -> Statements.list(connection, LIST, PostgresRetryPolicyStore::policy));
  }

  @Override
  public Map<String, String> byKind() {
    return database.call(
        PoolKind.VIEW,
        "list the retry policies of kinds",
        connection -> {
          Map<String, String> kinds = new TreeMap<>();
          Statements.list(
              connection, BY_KIND, row -> kinds.put(row.getString(1), row.getString(2)) == null);
          return kinds;
        });
  }

  @Override
  public void save(RetryPolicy policy) {
    run(
        "store the retry policy",
        SAVE,
        policy.name(),
        policy.maxRetries(),
        Rows.seconds(policy.initialDelay()),
        Rows.seconds(policy.maxDelay()),
        policy.base(),
        policy.jitterMin(),
        policy.jitterMax(),
        Statements.array("text", policy.retried(), ErrorType::wire),
        policy.description());
  }

  @Override
  public void delete(String name) {
    run("delete the retry policy", DELETE, name);
  }

  @Override
  public void setForKind(String jobType, @Nullable String policy) {
    run("set the retry policy of a kind", SET_FOR_KIND, jobType, policy);
  }

  private void run(String doing, String sql, @Nullable Object... parameters) {
    database.callOnce(
        PoolKind.CONTROL,
        doing,
        connection -> Statements.list(connection, sql, row -> true, parameters).isEmpty());
  }

  private static RetryPolicy policy(ResultSet row) throws SQLException {
    return new RetryPolicy(
        row.getString("name"),
        row.getInt("max_retries"),
        duration(row, "initial_seconds"),
        duration(row, "max_seconds"),
        row.getDouble("base"),
        row.getDouble("jitter_min"),
        row.getDouble("jitter_max"),
        Rows.texts(row, "error_types").stream().map(ErrorType::parse).collect(Collectors.toSet()),
        row.getString("description"),
        row.getBoolean("standard"));
  }

  private static Duration duration(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(Rows.durationOrNull(row, column));
  }
}
