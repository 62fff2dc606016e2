package io.joborchestrator.testing;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The public TPC-H data set of any size as CSV files with a header. Scale 0.2 is 1.2 million rows
 * of {@code lineitem}, 300 thousand {@code orders} and 30 thousand {@code customer}.
 */
public final class TpchFiles {
  private static final List<TpchTable<?>> TABLES =
      List.of(TpchTable.LINE_ITEM, TpchTable.ORDERS, TpchTable.CUSTOMER);

  private TpchFiles() {}

  /** Writes {@code lineitem.csv}, {@code orders.csv} and {@code customer.csv}. */
  public static void write(Path folder, double scale) throws IOException {
    Files.createDirectories(folder);
    for (TpchTable<?> table : TABLES) {
      writeTable(
          folder.resolve(table.getTableName().toLowerCase(Locale.ROOT) + ".csv"), table, scale);
    }
  }

  /** Writes all eight tables. */
  public static void writeAll(Path folder, double scale) throws IOException {
    Files.createDirectories(folder);
    for (TpchTable<?> table : TpchTable.getTables()) {
      writeTable(
          folder.resolve(table.getTableName().toLowerCase(Locale.ROOT) + ".csv"), table, scale);
    }
  }

  /** For figures by hand: {@code TpchFiles <folder> <scale>}. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), Double.parseDouble(arguments[1]));
  }

  private static <E extends TpchEntity> void writeTable(Path file, TpchTable<E> table, double scale)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(
          table.getColumns().stream()
              .map(column -> column.getColumnName())
              .collect(Collectors.joining(",", "", "\n")));
      for (E row : table.createGenerator(scale, 1, 1)) {
        writeLine(out, row.toLine());
      }
    }
  }

  /** The generator's own form has bars between fields and one behind the last. */
  private static void writeLine(BufferedWriter out, String line) throws IOException {
    int end = line.endsWith("|") ? line.length() - 1 : line.length();
    int start = 0;
    while (start <= end) {
      int bar = line.indexOf('|', start);
      int stop = bar < 0 || bar > end ? end : bar;
      writeField(out, line.substring(start, stop));
      out.write(stop == end ? '\n' : ',');
      start = stop + 1;
    }
  }

  private static void writeField(BufferedWriter out, String field) throws IOException {
    if (field.indexOf(',') < 0 && field.indexOf('"') < 0) {
      out.write(field);
    } else {
      out.write('"' + field.replace("\"", "\"\"") + '"');
    }
  }
}
