package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.Conversion;
import io.joborchestrator.pipeline.expression.RaisedError;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes how an input becomes typed rows: the strict conversion of text and the policy for rows
 * that cannot be converted.
 */
final class ScanWriter {
  private final SqlText sql;
  private final Dialect dialect;

  ScanWriter(SqlText sql) {
    this.sql = sql;
    this.dialect = sql.dialect();
  }

  CompiledPipeline.Input input(Rel.Scan scan, List<Column> used) {
    List<Column> full = read(scan, used);
    boolean reports = text(scan) && !policy(scan).equals("fail");
    return new CompiledPipeline.Input(
        scan.name(),
        scan.relation(),
        scan.input(),
        scan.columns(),
        full,
        reports ? badRows(scan, full) : null);
  }

  private static boolean text(Rel.Scan scan) {
    return !scan.input().format().equals("parquet");
  }

  /** Text in any format. */
  private static boolean ofFolder(Rel.Scan scan, Column column) {
    return scan.input().folderColumns().contains(column.name());
  }

  private static String policy(Rel.Scan scan) {
    String policy = scan.input().badRows();
    return policy == null ? "fail" : policy;
  }

  /** In the order of the input; rows are counted by a column of the files, so there is one. */
  private static List<Column> read(Rel.Scan scan, List<Column> used) {
    boolean counts = used.stream().anyMatch(column -> !ofFolder(scan, column));
    Optional<Column> first =
        counts
            ? Optional.empty()
            : scan.columns().stream().filter(column -> !ofFolder(scan, column)).findFirst();
    return scan.columns().stream()
        .filter(
            c ->
                first.filter(c::equals).isPresent()
                    || used.stream().anyMatch(u -> u.name().equals(c.name())))
        .toList();
  }

  /** A SELECT with exactly the needed columns, typed. */
  String select(Rel.Scan scan, List<Column> needed) {
    List<Column> columns =
        scan.columns().stream()
            .filter(c -> needed.stream().anyMatch(n -> n.name().equals(c.name())))
            .toList();
    List<String> values = new ArrayList<>();
    boolean fails = policy(scan).equals("fail");
    for (Column column : columns) {
      String name = sql.name(column.name());
      String value;
      if (ofFolder(scan, column) && !text(scan)) {
        value =
            Conversion.strictText(
                dialect, name, column.type(), column.format(), ErrorCode.BAD_ROWS, bad(column));
      } else if (!text(scan)) {
        value = "CAST(" + name + " AS " + sql.type(column.type()) + ")";
      } else {
        value = Conversion.ofForm(dialect, name, column.type(), column.format());
      }
      values.add(value.equals(name) ? name : value + " AS " + name);
    }
    String from = " FROM " + sql.name(scan.relation());
    List<Column> read = read(scan, columns);
    String where = text(scan) ? (fails ? failing(scan, read) : keeping(scan, read)) : "";
    return "SELECT " + String.join(", ", values) + from + where;
  }

  private static String bad(Column column) {
    return "Column "
        + column.name()
        + " holds a text that is no "
        + column.type()
        + (column.format() == null ? "" : " of the form " + column.format())
        + ": ";
  }

  /**
   * An engine may evaluate a projection only for rows that pass later filters; a filter of our own,
   * that comes before them and can raise an error, sees every row.
   */
  private String failing(Rel.Scan scan, List<Column> columns) {
    StringBuilder checks = new StringBuilder();
    if (dialect == Dialect.SPARK) {
      // Never true, and not deterministic: Spark puts no later filter in front of such a
      // condition, not even the "is not null" it derives from one.
      checks.append(" WHEN spark_partition_id() < 0 THEN FALSE");
      String record = sql.name(CompiledPipeline.Input.BAD_ROW);
      checks
          .append(" WHEN ")
          .append(record)
          .append(" IS NOT NULL THEN ")
          .append(raised("A row cannot be cut into its columns: ", record));
    }
    for (Column column : columns) {
      String wrong = wrong(scan, column);
      if (wrong != null) {
        checks
            .append(" WHEN ")
            .append(wrong)
            .append(" THEN ")
            .append(raised(bad(column), sql.name(column.name())));
      }
    }
    return checks.isEmpty() ? "" : " WHERE CASE" + checks + " ELSE TRUE END";
  }

  private String raised(String message, String value) {
    return RaisedError.sql(dialect, ErrorCode.BAD_ROWS, message, value);
  }

  private @Nullable String wrong(Rel.Scan scan, Column column) {
    String name = sql.name(column.name());
    if (column.type().kind() == Kind.STRING) {
      // Stands for bytes of a file that are no text; databases and names of folders hold none.
      boolean decoded =
          dialect == Dialect.SPARK && !scan.input().readsTable() && !ofFolder(scan, column);
      return decoded ? "instr(" + name + ", '\\uFFFD') > 0" : null;
    }
    return "("
        + name
        + " IS NOT NULL AND NOT "
        + Conversion.hasForm(dialect, name, column.type(), column.format())
        + ")";
  }

  private String keeping(Rel.Scan scan, List<Column> columns) {
    List<String> wrong = wrongs(scan, columns);
    return wrong.isEmpty() ? "" : " WHERE NOT COALESCE(" + String.join(" OR ", wrong) + ", FALSE)";
  }

  private List<String> wrongs(Rel.Scan scan, List<Column> columns) {
    List<String> wrong = new ArrayList<>();
    if (dialect == Dialect.SPARK) {
      wrong.add(sql.name(CompiledPipeline.Input.BAD_ROW) + " IS NOT NULL");
    }
    for (Column column : columns) {
      String check = wrong(scan, column);
      if (check != null) {
        wrong.add("COALESCE(" + check + ", FALSE)");
      }
    }
    return wrong;
  }

  private @Nullable String badRows(Rel.Scan scan, List<Column> columns) {
    List<String> wrong = wrongs(scan, columns);
    if (wrong.isEmpty()) {
      return null;
    }
    StringBuilder reason = new StringBuilder("CASE");
    if (dialect == Dialect.SPARK) {
      String record = sql.name(CompiledPipeline.Input.BAD_ROW);
      reason
          .append(" WHEN ")
          .append(record)
          .append(" IS NOT NULL THEN ")
          .append(sql.text("The row cannot be cut into its columns: "))
          .append(" || ")
          .append(record);
    }
    for (Column column : columns) {
      String check = wrong(scan, column);
      if (check != null) {
        String name = sql.name(column.name());
        reason.append(" WHEN ").append(check).append(" THEN ").append(sql.text(bad(column)));
        reason.append(" || left(").append(name).append(", 100)");
      }
    }
    String names = String.join(", ", columns.stream().map(c -> sql.name(c.name())).toList());
    return "SELECT "
        + names
        + ", "
        + reason
        + " END AS "
        + sql.name("reason")
        + " FROM "
        + sql.name(scan.relation())
        + " WHERE "
        + String.join(" OR ", wrong);
  }
}
