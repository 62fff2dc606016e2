package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;

import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.RuleChange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code bulk_operations} and {@code bulk_operation_items}. */
final class BulkOperations {
  private static final String SELECT = "SELECT * FROM bulk_operations ";
  private static final String NEWEST =
      SELECT + "ORDER BY (finished_at IS NULL) DESC, operation_no DESC LIMIT ?";
  private static final String ONE = SELECT + "WHERE operation_no = ?";
  private static final String ITEMS =
      """
      SELECT i.position, i.entry_no, d.job_id, d.job_name, i.state, i.job_id AS replay_job_id,
             i.message, i.at
      FROM bulk_operation_items i JOIN dead_letter_queue d USING (entry_no)
      WHERE i.operation_no = ? AND (cardinality(?::text[]) = 0 OR i.state = ANY (?))
      ORDER BY i.position OFFSET ? LIMIT ?
      """;
  private static final String REPLAY = "SELECT start_replay(?::jsonb, ?::jsonb, ?)";
  private static final String DISCARD = "SELECT discard_dead_letters(?::jsonb, ?)";
  private static final String RESTORE = "SELECT restore_dead_letters(?::jsonb, ?)";
  private static final String COMMAND = "SELECT * FROM operation_command(?, ?, ?)";
  private static final String CHANGE = "SELECT * FROM change_operation(?, ?::jsonb, ?)";
  private static final String RUN = "SELECT run_bulk_operations(?)";

  private final Database database;

  BulkOperations(Database database) {
    this.database = database;
  }

  List<BulkOperation> newest(int limit) {
    return database.call(
        PoolKind.VIEW,
        "list the operations",
        connection -> Statements.list(connection, NEWEST, BulkOperations::operation, limit));
  }

  Optional<BulkOperation> find(long operationNo) {
    return database.call(
        PoolKind.VIEW,
        "read the operation",
        connection -> Statements.first(connection, ONE, BulkOperations::operation, operationNo));
  }

  List<BulkOperationItem> items(
      long operationNo, Set<BulkOperationItem.State> states, long offset, int limit) {
    Statements.SqlArray words = array("text", states, BulkOperationItem.State::wire);
    return database.call(
        PoolKind.VIEW,
        "read the results of the operation",
        connection ->
            Statements.list(
                connection, ITEMS, BulkOperations::item, operationNo, words, words, offset, limit));
  }

  /** The key makes a repetition after a lost answer harmless. */
  BulkOperation replay(
      DeadLetterSelection selection, ReplayOptions options, @Nullable String reason) {
    ReplayOptions keyed =
        options.requestKey() == null
            ? options.withRequestKey(UUID.randomUUID().toString())
            : options;
    return database.call(
        PoolKind.WORK,
        "start the replay",
        connection ->
            started(
                connection,
                REPLAY,
                DeadLetterJson.selection(selection).toString(),
                DeadLetterJson.options(keyed).toString(),
                reason));
  }

  BulkOperation discard(DeadLetterSelection selection, String reason) {
    return database.callOnce(
        PoolKind.WORK,
        "discard dead letters",
        connection ->
            started(connection, DISCARD, DeadLetterJson.selection(selection).toString(), reason));
  }

  BulkOperation restore(DeadLetterSelection selection, @Nullable String reason) {
    return database.callOnce(
        PoolKind.WORK,
        "restore dead letters",
        connection ->
            started(connection, RESTORE, DeadLetterJson.selection(selection).toString(), reason));
  }

  private static BulkOperation started(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    long number = Statements.one(connection, sql, row -> row.getLong(1), parameters);
    return Statements.one(connection, ONE, BulkOperations::operation, number);
  }

  BulkOperation.CommandOutcome command(
      long operationNo, BulkOperation.Command command, @Nullable String reason) {
    return database.callOnce(
        PoolKind.CONTROL,
        command.wire() + " the operation",
        connection ->
            Statements.one(
                connection, COMMAND, BulkOperations::outcome, operationNo, command.wire(), reason));
  }

  /** A repetition changes nothing more. */
  BulkOperation.CommandOutcome change(
      long operationNo, RuleChange change, @Nullable String reason) {
    return database.call(
        PoolKind.CONTROL,
        "change the rules of the operation",
        connection ->
            Statements.one(
                connection,
                CHANGE,
                BulkOperations::outcome,
                operationNo,
                DeadLetterJson.rules(change).toString(),
                reason));
  }

  private static BulkOperation.CommandOutcome outcome(ResultSet row) throws SQLException {
    return new BulkOperation.CommandOutcome(row.getBoolean("done"), row.getString("message"));
  }

  int run(int limit) {
    return database.call(
        PoolKind.DUTY,
        "go on with operations",
        connection -> Statements.one(connection, RUN, row -> row.getInt(1), limit));
  }

  private static BulkOperation operation(ResultSet row) throws SQLException {
    return new BulkOperation(
        row.getLong("operation_no"),
        BulkOperation.Kind.parse(row.getString("kind")),
        BulkOperation.State.parse(row.getString("state")),
        Rows.object(row, "selection"),
        options(row),
        row.getString("reason"),
        row.getString("created_by"),
        Rows.instant(row, "created_at"),
        row.getString("state_by"),
        Rows.instant(row, "state_at"),
        row.getString("state_reason"),
        row.getInt("total"),
        row.getInt("waiting"),
        row.getInt("submitted"),
        row.getInt("succeeded"),
        row.getInt("failed"),
        row.getInt("skipped"),
        Rows.instantOrNull(row, "finished_at"));
  }

  private static ReplayOptions options(ResultSet row) throws SQLException {
    Long stopAfter = DeadLetterRows.longOrNull(row, "stop_after");
    return new ReplayOptions(
        row.getString("engine"),
        Rows.objectOrNull(row, "config"),
        Rows.objectOrNull(row, "patch"),
        row.getBoolean("canary"),
        Rows.doubleOrNull(row, "rate"),
        stopAfter == null ? null : stopAfter.intValue(),
        row.getBoolean("forced"),
        row.getString("request_key"));
  }

  private static BulkOperationItem item(ResultSet row) throws SQLException {
    return new BulkOperationItem(
        row.getInt("position"),
        row.getLong("entry_no"),
        row.getString("job_id"),
        row.getString("job_name"),
        BulkOperationItem.State.parse(row.getString("state")),
        row.getString("replay_job_id"),
        row.getString("message"),
        Rows.instant(row, "at"));
  }
}
