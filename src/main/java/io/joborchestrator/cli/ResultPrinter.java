package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** Prints what a job left behind: outputs, counts and the first rows. */
final class ResultPrinter {
  private static final int MAX_ROWS = 10;

  private final PrintStream out;

  ResultPrinter(PrintStream out) {
    this.out = out;
  }

  /**
   * @param result as in {@link io.joborchestrator.engine.RunResult}; a foreign worker may have
   *     written anything else
   */
  void print(JsonNode result) {
    files(result.path("files"));
    for (JsonNode output : result.path("outputs")) {
      out.println(
          "  Output     "
              + Texts.clean(output.path("path").asText())
              + " ("
              + output.path("format").asText()
              + (output.hasNonNull("bytes")
                  ? ", " + Texts.bytes(output.path("bytes").asLong())
                  : "")
              + ")");
    }
    count("Rows read", result.path("rowsRead"));
    count("Rows out", result.path("rowsWritten"));
    if (result.path("badRows").asLong() > 0) {
      count("Bad rows", result.path("badRows"));
    }
    if (result.path("exitCode").isNumber()) {
      out.println("  Exit code  " + result.path("exitCode").asInt());
    }
    for (JsonNode metric : result.at("/learning/metrics")) {
      String name = Texts.clean(metric.path("name").asText());
      out.println(
          "  "
              + name
              + " ".repeat(Math.max(1, 19 - name.length()))
              + metric.path("value").asText());
    }
    rows(result);
  }

  private void files(JsonNode files) {
    if (!files.isObject()) {
      return;
    }
    String size = " (" + Texts.bytes(files.path("bytes").asLong()) + ")";
    String place =
        files.path("kept").asBoolean()
            ? " kept in " + Texts.clean(files.path("folder").asText())
            : " not kept";
    out.println("  Files      " + Texts.count(files.path("count").asLong()) + size + place);
    for (JsonNode file : files.path("names")) {
      out.println("             " + Texts.clean(file.path("name").asText()));
    }
  }

  private void count(String label, JsonNode number) {
    if (number.isNumber()) {
      out.println("  " + label + " ".repeat(11 - label.length()) + Texts.count(number.asLong()));
    }
  }

  private void rows(JsonNode result) {
    JsonNode columns = result.path("columns");
    JsonNode rows = result.path("firstRows");
    if (columns.isEmpty() || rows.isEmpty()) {
      return;
    }
    String[] titles = new String[columns.size()];
    for (int i = 0; i < titles.length; i++) {
      titles[i] = (i == 0 ? "  " : "") + Texts.clean(columns.get(i).path("name").asText());
    }
    TablePrinter table = new TablePrinter(titles);
    for (int row = 0; row < Math.min(MAX_ROWS, rows.size()); row++) {
      String[] cells = new String[titles.length];
      for (int i = 0; i < cells.length; i++) {
        JsonNode value = rows.get(row).path(i);
        cells[i] = (i == 0 ? "  " : "") + (value.isTextual() ? value.textValue() : "NULL");
      }
      table.row(cells);
    }
    table.print(out);
  }
}
