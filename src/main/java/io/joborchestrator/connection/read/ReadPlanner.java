package io.joborchestrator.connection.read;

import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.TableColumn;
import io.joborchestrator.connection.TableFacts;
import io.joborchestrator.connection.TableName;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.PartitionSpec;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the queries that read a table, cut into parts where that is worth it. */
final class ReadPlanner {
  /** A table smaller than this is read in one go. */
  private static final long PART_BYTES = 64L << 20;

  private static final int MOST_PARTS = 8;
  private static final int PAGE_RANGES_SINCE = 140_000;
  private static final Set<ColumnType> WHOLE = Set.of(ColumnType.INTEGER, ColumnType.BIGINT);

  private final DatabaseLink link;
  private final TableFacts table;

  ReadPlanner(DatabaseLink link, TableFacts table) {
    this.link = link;
    this.table = table;
  }

  /**
   * @param used columns to read
   * @param partition as written in the job, or null: by itself
   */
  List<String> queries(List<Column> used, @Nullable PartitionSpec partition) throws SQLException {
    String select = select(used);
    return ranges(partition).stream().map(range -> select + range).toList();
  }

  /** In one part. */
  String query(List<Column> used) {
    return select(used);
  }

  private String select(List<Column> used) {
    List<String> values = new ArrayList<>();
    for (Column column : used) {
      String name = TableName.quoted(require(column.name()).name());
      values.add(name + "::text AS " + name);
    }
    return "SELECT " + String.join(", ", values) + " FROM " + table.name().sql();
  }

  private TableColumn require(String name) {
    TableColumn column =
        table
            .column(name)
            .orElseThrow(
                () ->
                    new OrchestratorException(
                        ErrorCode.UNKNOWN_COLUMN,
                        table.name()
                            + " has no column '"
                            + name
                            + "'."
                            + NearNames.hint(name, table.columnNames())));
    if (column.type() == null) {
      throw TableSchemas.unreadable(table, column);
    }
    return column;
  }

  private List<String> ranges(@Nullable PartitionSpec partition) throws SQLException {
    if (partition != null) {
      TableColumn column = require(partition.column());
      if (!WHOLE.contains(column.type())) {
        throw new OrchestratorException(
            ErrorCode.INVALID_SPECIFICATION,
            "A table is cut by whole numbers only; "
                + column.name()
                + " of "
                + table.name()
                + " is "
                + column.sqlType()
                + ".");
      }
      return byColumn(column.name(), partition.number());
    }
    int parts = (int) Math.min(MOST_PARTS, table.bytes() / PART_BYTES);
    if (parts < 2) {
      return List.of("");
    }
    if (table.isHeap() && link.number("SHOW server_version_num") >= PAGE_RANGES_SINCE) {
      return byPages(parts);
    }
    String key = wholeKey();
    return key == null ? List.of("") : byColumn(key, parts);
  }

  /** A unique column of whole numbers, or null. */
  private @Nullable String wholeKey() {
    for (List<String> key : table.keys()) {
      boolean whole =
          key.size() == 1
              && table.column(key.get(0)).filter(c -> WHOLE.contains(c.type())).isPresent();
      if (whole) {
        return key.get(0);
      }
    }
    return null;
  }

  /** The server goes straight to its pages, and each part has as many of them. */
  private List<String> byPages(int parts) throws SQLException {
    long pages =
        link.number(
            "SELECT pg_relation_size(?::oid) / current_setting('block_size')::bigint", table.oid());
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      String from = i == 0 ? "" : "ctid >= '(" + pages * i / parts + ",0)'::tid";
      String to = i == parts - 1 ? "" : "ctid < '(" + pages * (i + 1) / parts + ",0)'::tid";
      ranges.add(where(from, to));
    }
    return ranges;
  }

  private List<String> byColumn(String column, int parts) throws SQLException {
    String name = TableName.quoted(column);
    List<BigInteger[]> bounds =
        link.list(
            "SELECT min(" + name + ")::text, max(" + name + ")::text FROM " + table.name().sql(),
            row ->
                row.getString(1) == null
                    ? new BigInteger[0]
                    : new BigInteger[] {
                      new BigInteger(row.getString(1)), new BigInteger(row.getString(2))
                    });
    if (bounds.get(0).length == 0 || parts == 1) {
      return List.of("");
    }
    BigInteger least = bounds.get(0)[0];
    BigInteger width = bounds.get(0)[1].subtract(least).add(BigInteger.ONE);
    int cut = width.min(BigInteger.valueOf(parts)).intValue();
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < cut; i++) {
      BigInteger from = least.add(share(width, i, cut));
      BigInteger to = least.add(share(width, i + 1, cut));
      // The first part also takes the rows without a value.
      String below = name + " < " + to;
      ranges.add(
          i == 0
              ? cut == 1 ? "" : " WHERE (" + below + " OR " + name + " IS NULL)"
              : where(name + " >= " + from, i == cut - 1 ? "" : below));
    }
    return ranges;
  }

  private static BigInteger share(BigInteger width, int part, int parts) {
    return width.multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(parts));
  }

  private static String where(String from, String to) {
    String both = from.isEmpty() || to.isEmpty() ? from + to : from + " AND " + to;
    return both.isEmpty() ? "" : " WHERE " + both;
  }
}
