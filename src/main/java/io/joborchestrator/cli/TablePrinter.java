package io.joborchestrator.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lines up columns for a terminal. The last column is never cut or padded. */
final class TablePrinter {
  private static final int MAX_WIDTH = 48;

  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();

  TablePrinter(String... titles) {
    this.titles = List.of(titles);
  }

  void row(String... cells) {
    if (cells.length != titles.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + titles.size() + " columns");
    }
    rows.add(List.of(cells).stream().map(Texts::clean).toList());
  }

  void print(PrintStream out) {
    int last = titles.size() - 1;
    int[] widths = IntStream.range(0, titles.size()).map(this::width).toArray();
    List<List<String>> lines = new ArrayList<>();
    lines.add(titles);
    lines.addAll(rows);
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < last; i++) {
        String cell = cut(line.get(i), widths[i]);
        text.append(cell).append(" ".repeat(widths[i] - length(cell) + 2));
      }
      out.println(text.append(line.get(last)).toString().stripTrailing());
    }
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    return Math.max(titles.get(column).length(), Math.min(MAX_WIDTH, widest));
  }

  private static String cut(String cell, int width) {
    if (length(cell) <= width) {
      return cell;
    }
    return cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
