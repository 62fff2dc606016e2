package io.joborchestrator.connection.load;

import io.joborchestrator.connection.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The statements of a load. */
final class LoadSql {
  /** Says which task of a run wrote a row: what a lost task wrote is taken out again. */
  static final String TASK = TableName.quoted("__ejo_task");

  private static final int NAME_BYTES = 48;

  private LoadSql() {}

  static String names(List<String> columns) {
    return String.join(", ", columns.stream().map(TableName::quoted).toList());
  }

  /**
   * @param types of the columns, as the server writes them
   */
  static String createStage(LoadPlan plan, List<String> types) {
    return "CREATE UNLOGGED TABLE "
        + plan.stage().sql()
        + " ("
        + columns(plan.columns(), types)
        + ", "
        + TASK
        + " bigint NOT NULL DEFAULT 0) WITH (autovacuum_enabled = false)";
  }

  static String createTarget(LoadPlan plan) {
    String key =
        plan.key().isEmpty()
            ? ""
            : ", CONSTRAINT "
                + TableName.quoted(keyName(plan.target().table()))
                + " PRIMARY KEY ("
                + names(plan.key())
                + ")";
    return "CREATE TABLE "
        + plan.target().sql()
        + " ("
        + columns(plan.columns(), plan.types())
        + key
        + ")";
  }

  private static String keyName(String table) {
    StringBuilder name = new StringBuilder();
    int bytes = 0;
    for (int sign : table.codePoints().toArray()) {
      bytes += Character.toString(sign).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      if (bytes > NAME_BYTES) {
        break;
      }
      name.appendCodePoint(sign);
    }
    return name + "_pkey";
  }

  private static String columns(List<String> names, List<String> types) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(TableName.quoted(names.get(i)) + " " + types.get(i));
    }
    return String.join(", ", columns);
  }

  /** Rows as CSV: what is empty and not quoted is NULL. */
  static String copy(LoadPlan plan, boolean withTask) {
    return "COPY "
        + plan.stage().sql()
        + " ("
        + names(plan.columns())
        + (withTask ? ", " + TASK : "")
        + ") FROM STDIN (FORMAT csv, ENCODING 'UTF8')";
  }

  static String insert(LoadPlan plan) {
    String names = names(plan.columns());
    return "INSERT INTO "
        + plan.target().sql()
        + " ("
        + names
        + ") SELECT "
        + names
        + " FROM "
        + plan.stage().sql()
        + (plan.mode() == LoadPlan.Mode.UPSERT ? conflict(plan) : "");
  }

  private static String conflict(LoadPlan plan) {
    List<String> changes = new ArrayList<>();
    for (String column : plan.columns()) {
      if (!plan.key().contains(column)) {
        changes.add(TableName.quoted(column) + " = EXCLUDED." + TableName.quoted(column));
      }
    }
    return " ON CONFLICT ("
        + names(plan.key())
        + ") DO "
        + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", changes));
  }

  /** The first key that two rows of the stage have, as one text. */
  static String twice(LoadPlan plan) {
    List<String> parts = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (String column : plan.key()) {
      parts.add(TableName.quoted(column) + "::text");
      known.add(TableName.quoted(column) + " IS NOT NULL");
    }
    return "SELECT concat_ws(', ', "
        + String.join(", ", parts)
        + ") FROM "
        + plan.stage().sql()
        + " WHERE "
        + String.join(" AND ", known)
        + " GROUP BY "
        + names(plan.key())
        + " HAVING count(*) > 1 LIMIT 1";
  }

  static String createMarkers(TableName marker) {
    return "CREATE TABLE IF NOT EXISTS "
        + marker.sql()
        + " (job text PRIMARY KEY, epoch integer NOT NULL, target text NOT NULL,"
        + " rows bigint NOT NULL, loaded_at timestamptz NOT NULL DEFAULT clock_timestamp())";
  }

  static String word(LoadPlan.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
