package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.DeadLetterCounts;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import io.joborchestrator.domain.deadletter.RuleChange;
import io.joborchestrator.store.DeadLetterStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code dead_letter_queue} and what hangs on it. */
final class PostgresDeadLetterStore implements DeadLetterStore {
  private static final String COUNTS =
      "SELECT state, sum(entries) AS entries FROM dead_letter_counts_now GROUP BY state";
  private static final String GROUPS = "SELECT * FROM list_dead_letter_groups(?::jsonb)";
  private static final String TOTAL = "SELECT count_dead_letters(?::jsonb)";
  private static final String PAGE =
      """
      SELECT l.* FROM dead_letters_matching(?::jsonb, ?, ?) WITH ORDINALITY AS m (entry_no, place)
      JOIN dead_letter_list l USING (entry_no) ORDER BY m.place
      """;
  private static final String ROW = "SELECT * FROM dead_letter_list WHERE entry_no = ?";
  private static final String DETAIL =
      """
      SELECT no, config, error_code, error_type, error_message, error_detail, requested_engine,
             timeout_seconds, retry_policy
      FROM dead_letter_queue WHERE entry_no = ?
      """;
  private static final String REPLAYS =
      """
      SELECT i.operation_no, i.state AS outcome, i.job_id, l.status, o.engine,
             coalesce(CASE WHEN j.config <> d.config THEN j.config END,
                      CASE WHEN j.no IS NULL THEN o.config END) AS edited,
             i.message, o.created_by, i.at
      FROM bulk_operation_items i
      JOIN bulk_operations o USING (operation_no)
      JOIN dead_letter_queue d USING (entry_no)
      LEFT JOIN jobs j ON j.no = i.job_no
      LEFT JOIN job_list l ON l.no = i.job_no
      WHERE i.entry_no = ? AND o.kind = 'replay' ORDER BY i.operation_no
      """;
  private static final String COMMENTS =
      "SELECT at, author, text FROM dead_letter_comments WHERE entry_no = ? ORDER BY at";
  private static final String OF_JOB =
      """
      SELECT coalesce((SELECT max(entry_no) FROM dead_letter_queue WHERE job_id = ?),
                      (SELECT replay_of FROM jobs WHERE job_id = ?)) AS entry_no
      """;
  private static final String ASSIGN = "SELECT assign_dead_letters(?::jsonb, ?)";
  private static final String COMMENT = "SELECT comment_dead_letter(?, ?)";
  private static final String PREVIEW = "SELECT * FROM preview_replay(?::jsonb, ?)";
  private static final String CLOSE = "SELECT close_recovered_dead_letters(?)";

  private final Database database;
  private final BulkOperations operations;

  PostgresDeadLetterStore(Database database) {
    this.database = database;
    this.operations = new BulkOperations(database);
  }

  @Override
  public DeadLetterCounts counts() {
    return database.call(
        PoolKind.VIEW,
        "count dead letters",
        connection -> {
          Map<DeadLetterState, Long> counts = new EnumMap<>(DeadLetterState.class);
          Statements.list(
              connection,
              COUNTS,
              row ->
                  counts.put(
                      DeadLetterState.parse(row.getString("state")), row.getLong("entries")));
          return new DeadLetterCounts(counts);
        });
  }

  @Override
  public List<DeadLetterGroup> groups(DeadLetterFilter filter) {
    String json = DeadLetterJson.filter(filter).toString();
    return database.call(
        PoolKind.VIEW,
        "list the groups of dead letters",
        connection -> Statements.list(connection, GROUPS, DeadLetterRows::group, json));
  }

  @Override
  public DeadLetterPage page(DeadLetterFilter filter, long offset, int limit) {
    String json = DeadLetterJson.filter(filter).toString();
    return database.call(
        PoolKind.VIEW,
        "list dead letters",
        connection ->
            new DeadLetterPage(
                Statements.list(connection, PAGE, DeadLetterRows::row, json, offset, (long) limit),
                offset,
                Statements.one(connection, TOTAL, row -> row.getLong(1), json)));
  }

  @Override
  public Optional<DeadLetterDetail> find(long entryNo) {
    return database.call(
        PoolKind.VIEW,
        "read the dead letter",
        connection -> {
          Optional<DeadLetterRow> row =
              Statements.first(connection, ROW, DeadLetterRows::row, entryNo);
          return row.isEmpty() ? Optional.empty() : detail(connection, row.get());
        });
  }

  private static Optional<DeadLetterDetail> detail(Connection connection, DeadLetterRow row)
      throws SQLException {
    List<DeadLetterDetail.Replay> replays =
        Statements.list(connection, REPLAYS, DeadLetterRows::replay, row.entryNo());
    List<DeadLetterDetail.Comment> comments =
        Statements.list(connection, COMMENTS, DeadLetterRows::comment, row.entryNo());
    return Statements.first(
        connection,
        DETAIL,
        result ->
            new DeadLetterDetail(
                row,
                JobDetails.error(result),
                Rows.object(result, "config"),
                result.getString("requested_engine"),
                Rows.durationOrNull(result, "timeout_seconds"),
                result.getString("retry_policy"),
                JobDetails.attempts(connection, result.getLong("no")),
                replays,
                comments),
        row.entryNo());
  }

  @Override
  public Optional<Long> entryOfJob(String jobId) {
    return database.call(
        PoolKind.VIEW,
        "look for the dead letter",
        connection ->
            Optional.ofNullable(
                Statements.list(
                        connection,
                        OF_JOB,
                        row -> Optional.ofNullable(DeadLetterRows.longOrNull(row, "entry_no")),
                        jobId,
                        jobId)
                    .get(0)
                    .orElse(null)));
  }

  @Override
  public int assign(DeadLetterSelection selection, @Nullable String assignee) {
    String json = DeadLetterJson.selection(selection).toString();
    return database.call(
        PoolKind.CONTROL,
        "assign dead letters",
        connection -> Statements.one(connection, ASSIGN, row -> row.getInt(1), json, assignee));
  }

  @Override
  public void comment(long entryNo, String text) {
    database.callOnce(
        PoolKind.CONTROL,
        "store the comment",
        connection -> Statements.list(connection, COMMENT, row -> true, entryNo, text).isEmpty());
  }

  @Override
  public BulkOperation discard(DeadLetterSelection selection, String reason) {
    return operations.discard(selection, reason);
  }

  @Override
  public BulkOperation restore(DeadLetterSelection selection, @Nullable String reason) {
    return operations.restore(selection, reason);
  }

  @Override
  public ReplayPreview preview(DeadLetterSelection selection, boolean forced) {
    String json = DeadLetterJson.selection(selection).toString();
    return database.call(
        PoolKind.VIEW,
        "count what a replay would take",
        connection -> Statements.one(connection, PREVIEW, DeadLetterRows::preview, json, forced));
  }

  @Override
  public BulkOperation replay(
      DeadLetterSelection selection, ReplayOptions options, @Nullable String reason) {
    return operations.replay(selection, options, reason);
  }

  @Override
  public List<BulkOperation> operations(int limit) {
    return operations.newest(limit);
  }

  @Override
  public Optional<BulkOperation> operation(long operationNo) {
    return operations.find(operationNo);
  }

  @Override
  public List<BulkOperationItem> items(
      long operationNo, Set<BulkOperationItem.State> states, long offset, int limit) {
    return operations.items(operationNo, states, offset, limit);
  }

  @Override
  public BulkOperation.CommandOutcome command(
      long operationNo, BulkOperation.Command command, @Nullable String reason) {
    return operations.command(operationNo, command, reason);
  }

  @Override
  public BulkOperation.CommandOutcome change(
      long operationNo, RuleChange change, @Nullable String reason) {
    return operations.change(operationNo, change, reason);
  }

  @Override
  public int runOperations(int limit) {
    return operations.run(limit);
  }

  @Override
  public int closeRecovered(int limit) {
    return database.call(
        PoolKind.DUTY,
        "close dead letters that recovered",
        connection -> Statements.one(connection, CLOSE, row -> row.getInt(1), limit));
  }
}
