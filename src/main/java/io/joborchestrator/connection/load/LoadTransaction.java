package io.joborchestrator.connection.load;

import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * The one transaction that makes a staging table part of its target. A marker in it says that the
 * job has been loaded, so that a repetition changes nothing, whoever repeats it.
 */
final class LoadTransaction {
  private static final String UNDEFINED_TABLE = "42P01";

  private final LoadPlan plan;

  LoadTransaction(LoadPlan plan) {
    this.plan = plan;
  }

  /**
   * Loads, or finds out that this was done before.
   *
   * @param rows of the staging table: if it holds others, it is not what was staged
   * @return rows that were inserted or changed, or empty if the staging table is not there or not
   *     complete; then nothing was loaded
   * @throws SQLException nothing was loaded, unless the connection broke: then ask {@link #loaded}
   */
  OptionalLong run(DatabaseLink link, long rows) throws SQLException {
    link.begin();
    try {
      OptionalLong loaded = inside(link, rows);
      link.commit();
      return loaded;
    } catch (SQLException | RuntimeException e) {
      link.rollback();
      throw e;
    }
  }

  private OptionalLong inside(DatabaseLink link, long rows) throws SQLException {
    if (!lockStage(link)) {
      return loaded(link);
    }
    OptionalLong before = loaded(link);
    if (before.isPresent()) {
      dropStage(link);
      return before;
    }
    if (link.number("SELECT count(*) FROM " + plan.stage().sql()) != rows) {
      // A server that crashed empties such tables.
      dropStage(link);
      return OptionalLong.empty();
    }
    if (plan.creates()) {
      link.execute(LoadSql.createTarget(plan));
    }
    makeRoom(link);
    long changed = link.update(LoadSql.insert(plan));
    link.update(
        "INSERT INTO " + plan.marker().sql() + " (job, epoch, target, rows) VALUES (?, ?, ?, ?)",
        plan.job(),
        plan.epoch(),
        plan.target().toString(),
        changed);
    dropStage(link);
    return OptionalLong.of(changed);
  }

  /** Of two that load the same stage the second waits here, and then finds it gone. */
  private boolean lockStage(DatabaseLink link) throws SQLException {
    link.execute("SAVEPOINT stage");
    try {
      link.execute("LOCK TABLE " + plan.stage().sql() + " IN ACCESS EXCLUSIVE MODE");
      return true;
    } catch (SQLException e) {
      if (!UNDEFINED_TABLE.equals(e.getSQLState())) {
        throw e;
      }
      link.execute("ROLLBACK TO SAVEPOINT stage");
      return false;
    }
  }

  private void dropStage(DatabaseLink link) throws SQLException {
    link.execute("DROP TABLE " + plan.stage().sql());
  }

  private void makeRoom(DatabaseLink link) throws SQLException {
    switch (plan.mode()) {
      case APPEND, UPSERT -> {}
      case REFUSE -> {
        link.execute("LOCK TABLE " + plan.target().sql() + " IN SHARE ROW EXCLUSIVE MODE");
        LoadTarget.requireEmpty(link, plan.target());
      }
      case REPLACE -> link.execute(emptied(link));
    }
  }

  /** Emptying at once is much faster, but not for tables that others point to. */
  private String emptied(DatabaseLink link) throws SQLException {
    boolean atOnce =
        "t"
            .equals(
                link.text(
                    "SELECT has_table_privilege(t.oid, 'TRUNCATE') AND NOT EXISTS (SELECT FROM"
                        + " pg_constraint c WHERE c.contype = 'f' AND c.confrelid = t.oid) FROM"
                        + " (SELECT ?::regclass::oid AS oid) t",
                    plan.target().sql()));
    return (atOnce ? "TRUNCATE TABLE " : "DELETE FROM ") + plan.target().sql();
  }

  /** Rows that this job has loaded, by whichever attempt, or empty if it has not. */
  OptionalLong loaded(DatabaseLink link) throws SQLException {
    if (link.text("SELECT to_regclass(?)", plan.marker().sql()) == null) {
      return OptionalLong.empty();
    }
    String rows =
        link.text("SELECT rows FROM " + plan.marker().sql() + " WHERE job = ?", plan.job());
    return rows == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rows));
  }

  /** What is said if the stage is gone and nothing was loaded. */
  OrchestratorException lost() {
    return new OrchestratorException(
        ErrorCode.CONNECTION_FAILED,
        "The staging table of the load into "
            + plan.describe()
            + " is gone or was emptied (the server may have crashed); nothing was loaded.");
  }
}
