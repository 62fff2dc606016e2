package io.joborchestrator.connection;

import java.util.List;
import java.util.Optional;

/**
 * A table, view or foreign table, as it is now.
 *
 * @param name with its real schema
 * @param kind what it is
 * @param bytes on the disk of the server, or -1 if nobody knows (views, foreign tables)
 * @param rows estimated by the server, or -1
 * @param isHeap its rows lie in pages that can be read by ranges
 * @param keys columns of each unique constraint or index, the primary key first
 */
public record TableFacts(
    long oid,
    TableName name,
    Kind kind,
    long bytes,
    long rows,
    boolean isHeap,
    List<TableColumn> columns,
    List<List<String>> keys) {
  public TableFacts {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }

  /** Kinds of relation. */
  public enum Kind {
    TABLE("table"),
    PARTITIONED("partitioned table"),
    VIEW("view"),
    MATERIALIZED("materialized view"),
    FOREIGN("foreign table");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    static Kind of(String relkind) {
      return switch (relkind) {
        case "p" -> PARTITIONED;
        case "v" -> VIEW;
        case "m" -> MATERIALIZED;
        case "f" -> FOREIGN;
        default -> TABLE;
      };
    }
  }

  public Optional<TableColumn> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }

  public List<String> columnNames() {
    return columns.stream().map(TableColumn::name).toList();
  }
}
