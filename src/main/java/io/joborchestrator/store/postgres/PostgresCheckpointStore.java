package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;

import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of {@code V011__checkpoints.sql}. */
final class PostgresCheckpointStore implements CheckpointStore {
  private static final String LOAD = "SELECT * FROM load_checkpoints(?, ?, ?)";
  private static final String SAVE =
      "SELECT save_checkpoint(?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)";
  private static final String RESUME = "SELECT resume_checkpoints(?, ?, ?, ?, ?)";
  private static final String END = "SELECT end_checkpoints(?, ?, ?)";
  private static final String STALE = "SELECT no, folder FROM stale_checkpoints(?)";
  private static final String FORGET = "SELECT forget_checkpoints(?)";

  private static final String LEFTOVERS = "SELECT no, epoch, host, paths FROM stale_leftovers(?)";
  private static final String FORGET_LEFTOVERS = "SELECT forget_leftovers(?, ?)";

  private final Database database;

  PostgresCheckpointStore(Database database) {
    this.database = database;
  }

  @Override
  public List<Checkpoint> load(WorkerSession session, Claim claim) {
    return database.call(
        PoolKind.WORK,
        "read the checkpoints of a job",
        connection ->
            Statements.list(
                connection,
                LOAD,
                PostgresCheckpointStore::checkpoint,
                session.workerNo(),
                claim.no(),
                claim.epoch()));
  }

  private static Checkpoint checkpoint(ResultSet row) throws SQLException {
    return new Checkpoint(
        row.getInt("chunk_no"),
        row.getInt("chunks"),
        row.getInt("epoch"),
        row.getString("fingerprint"),
        row.getString("folder"),
        Rows.object(row, "output"),
        row.getLong("rows_read"),
        row.getLong("rows_written"),
        row.getLong("bad_rows"));
  }

  @Override
  public boolean save(WorkerSession session, Claim claim, Checkpoint checkpoint) {
    return accepted(
        "store a checkpoint",
        SAVE,
        session.workerNo(),
        claim.no(),
        claim.epoch(),
        checkpoint.chunk(),
        checkpoint.chunks(),
        checkpoint.fingerprint(),
        checkpoint.folder(),
        checkpoint.output().toString(),
        checkpoint.rowsRead(),
        checkpoint.rowsWritten(),
        checkpoint.badRows());
  }

  @Override
  public boolean resume(WorkerSession session, Claim claim, int keep, String reason) {
    return accepted(
        "resume from checkpoints",
        RESUME,
        session.workerNo(),
        claim.no(),
        claim.epoch(),
        keep,
        Rows.storable(reason));
  }

  @Override
  public boolean end(WorkerSession session, Claim claim) {
    return accepted(
        "clear the checkpoints of a job", END, session.workerNo(), claim.no(), claim.epoch());
  }

  private boolean accepted(String doing, String sql, @Nullable Object... parameters) {
    return database.call(
        PoolKind.WORK,
        doing,
        connection -> Statements.one(connection, sql, row -> row.getBoolean(1), parameters));
  }

  @Override
  public List<StaleFolder> stale(int limit) {
    return database.call(
        PoolKind.DUTY,
        "find checkpoints nobody needs",
        connection ->
            Statements.list(
                connection,
                STALE,
                row -> new StaleFolder(row.getLong("no"), row.getString("folder")),
                limit));
  }

  @Override
  public int forget(List<Long> nos) {
    return database.call(
        PoolKind.DUTY,
        "forget checkpoints nobody needs",
        connection ->
            Statements.one(
                connection, FORGET, row -> row.getInt(1), array("bigint", nos, no -> no)));
  }

  @Override
  public List<Leftover> leftovers(int limit) {
    return database.call(
        PoolKind.DUTY,
        "find what lost attempts left",
        connection ->
            Statements.list(
                connection,
                LEFTOVERS,
                row ->
                    new Leftover(
                        row.getLong("no"),
                        row.getInt("epoch"),
                        row.getString("host"),
                        Rows.texts(row, "paths")),
                limit));
  }

  @Override
  public int forgetLeftovers(List<Leftover> removed) {
    return database.call(
        PoolKind.DUTY,
        "forget what lost attempts left",
        connection ->
            Statements.one(
                connection,
                FORGET_LEFTOVERS,
                row -> row.getInt(1),
                array("bigint", removed, Leftover::no),
                array("integer", removed, Leftover::epoch)));
  }
}
