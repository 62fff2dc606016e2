package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run left behind, as far as it can be read: other versions and other kinds of worker may
 * write less or more.
 *
 * @param columns names and types of the first rows
 * @param rows texts, null for NULL
 * @param files what a program left in its folder, or null
 * @param learning what a training found out; a missing node otherwise
 */
record JobResult(
    List<Output> outputs,
    @Nullable Long rowsRead,
    @Nullable Long rowsWritten,
    @Nullable Long badRows,
    List<Heading> columns,
    List<List<@Nullable String>> rows,
    @Nullable Long engineMillis,
    @Nullable Integer exitCode,
    @Nullable LeftFiles files,
    JsonNode learning) {
  record Output(String path, String format, @Nullable Long bytes, @Nullable Long rows) {}

  record Heading(String name, String type) {
    private static final Pattern NUMBER =
        Pattern.compile("(tinyint|smallint|integer|int|bigint|long|float|double|decimal.*)");

    /** Whether the column stands at the right. */
    boolean isNumeric() {
      return NUMBER.matcher(type).matches();
    }
  }

  static JobResult read(ObjectNode result) {
    List<Output> outputs = new ArrayList<>();
    result.path("outputs").forEach(node -> outputs.add(output(node)));
    List<Heading> columns = new ArrayList<>();
    result.path("columns").forEach(node -> columns.add(heading(node)));
    List<List<@Nullable String>> rows = new ArrayList<>();
    result.path("firstRows").forEach(node -> rows.add(row(node)));
    JsonNode exit = result.path("exitCode");
    return new JobResult(
        outputs,
        number(result, "rowsRead"),
        number(result, "rowsWritten"),
        number(result, "badRows"),
        columns,
        rows,
        number(result, "engineMillis"),
        exit.isInt() ? exit.intValue() : null,
        result.path("files").isObject() ? LeftFiles.read(result.path("files")) : null,
        result.path("learning"));
  }

  private static Output output(JsonNode node) {
    return new Output(
        node.path("path").asText(),
        node.path("format").asText(),
        node.hasNonNull("bytes") ? node.path("bytes").asLong() : null,
        node.hasNonNull("rows") ? node.path("rows").asLong() : null);
  }

  private static Heading heading(JsonNode node) {
    JsonNode type = node.path("type");
    return new Heading(node.path("name").asText(), type.isTextual() ? type.asText() : "");
  }

  private static List<@Nullable String> row(JsonNode node) {
    List<@Nullable String> cells = new ArrayList<>();
    node.forEach(cell -> cells.add(cell.isNull() ? null : cell.asText()));
    return cells;
  }

  private static @Nullable Long number(ObjectNode result, String field) {
    return result.hasNonNull(field) ? Long.valueOf(result.path(field).asLong()) : null;
  }
}
