package io.joborchestrator.connection.load;

import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of staging tables, and the removal of those that dead attempts left. */
final class StageTables {
  private static final Logger log = LoggerFactory.getLogger(StageTables.class);
  private static final String FRONT = "ejo_stage_";
  private static final int HASH_DIGITS = 16;

  /** Nobody loads for so long. */
  private static final String TOO_OLD = "7 days";

  private StageTables() {}

  static TableName stage(String schema, String job, int epoch) {
    return new TableName(schema, front(job) + epoch);
  }

  static TableName marker(String schema) {
    return new TableName(schema, "ejo_loads");
  }

  private static String front(String job) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(job.getBytes(StandardCharsets.UTF_8));
      return FRONT + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS) + "_";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** What earlier attempts of the job left: they are dead, or fenced and may load no more. */
  static void dropEarlier(DatabaseLink link, TableName stage, String job, int epoch)
      throws SQLException {
    String front = front(job);
    for (String table : tables(link, stage, front)) {
      String number = table.substring(front.length());
      if (number.matches("\\d{1,9}") && Integer.parseInt(number) < epoch) {
        link.execute("DROP TABLE IF EXISTS " + new TableName(stage.schema(), table).sql());
      }
    }
  }

  /** Says of which attempt a stage is, and since when. */
  static void describe(DatabaseLink link, LoadPlan plan) throws SQLException {
    String text =
        link.text(
            "SELECT quote_literal('Staging table of job ' || ? || ', attempt ' || ?::text"
                + " || ', for ' || ? || ', made ' || clock_timestamp())",
            plan.job(),
            plan.epoch(),
            plan.target().toString());
    link.execute("COMMENT ON TABLE " + plan.stage().sql() + " IS " + text);
  }

  /**
   * Removes stages whose job never came back. One that somebody uses is left alone, and so is one
   * that another user made.
   */
  static void dropForgotten(DatabaseLink link, TableName stage) throws SQLException {
    List<String> old =
        link.list(
            """
            SELECT c.relname FROM pg_class c
            WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?)
              AND c.relkind = 'r' AND starts_with(c.relname, ?) AND pg_has_role(c.relowner, 'USAGE')
              AND substring(obj_description(c.oid, 'pg_class') FROM ', made (.*)$')::timestamptz
                  < clock_timestamp() - ?::interval
              AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.relation = c.oid)
            """,
            row -> row.getString(1),
            stage.schema(),
            FRONT,
            TOO_OLD);
    for (String table : old) {
      log.info("Removing the staging table {} that a dead job left", table);
      link.execute("DROP TABLE IF EXISTS " + new TableName(stage.schema(), table).sql());
    }
  }

  private static List<String> tables(DatabaseLink link, TableName stage, String front)
      throws SQLException {
    return link.list(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relkind = 'r' AND starts_with(c.relname, ?)",
        row -> row.getString(1),
        stage.schema(),
        front);
  }
}
