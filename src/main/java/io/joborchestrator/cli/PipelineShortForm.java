package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the configuration of a pipeline out of its short form. */
final class PipelineShortForm {
  private static final List<String> FUNCTIONS =
      List.of("count", "count_distinct", "sum", "avg", "min", "max");
  private static final Pattern NAMED =
      Pattern.compile("\\s*([^=\\s]+)\\s*=(?!=)\\s*(.+)", Pattern.DOTALL);
  private static final Pattern CALL =
      Pattern.compile("\\s*(\\w+)\\s*\\((.*)\\)\\s*", Pattern.DOTALL);

  private final PipelineFlags flags;

  PipelineShortForm(PipelineFlags flags) {
    this.flags = flags;
  }

  ObjectNode config() {
    String input = flags.input;
    String output = flags.output;
    if (input == null || output == null) {
      throw wrong("A pipeline in short form needs both --input and --output.");
    }
    ObjectNode config = JobJson.object();
    config
        .putObject("inputs")
        .putObject("input")
        .put("format", format(input, null, "--input"))
        .put("path", input);
    steps(config.putArray("steps"));
    ObjectNode target = config.putObject("output");
    target.put("format", format(output, flags.format, "--output")).put("path", output);
    if (flags.ifExists != null) {
      target.put("ifExists", flags.ifExists);
    }
    return config;
  }

  private void steps(ArrayNode steps) {
    flags.filters.forEach(where -> steps.addObject().put("op", "filter").put("where", where));
    flags.derived.forEach(text -> derive(steps, text));
    if (!flags.keys.isEmpty() || !flags.aggregates.isEmpty()) {
      group(steps.addObject().put("op", "group_by"));
    }
    if (!flags.columns.isEmpty()) {
      steps.addObject().put("op", "select").set("columns", JobJson.tree(flags.columns));
    }
    if (!flags.sort.isEmpty()) {
      ArrayNode by = steps.addObject().put("op", "sort").putArray("by");
      flags.sort.forEach(column -> sortKey(by.addObject(), column.trim()));
    }
    if (flags.limit != null) {
      steps.addObject().put("op", "limit").put("rows", flags.limit);
    }
  }

  private static void derive(ArrayNode steps, String text) {
    Matcher named = named("--derive", text);
    steps
        .addObject()
        .put("op", "derive")
        .putArray("columns")
        .addObject()
        .put("name", named.group(1))
        .put("expression", named.group(2));
  }

  private void group(ObjectNode step) {
    step.set("keys", JobJson.tree(flags.keys));
    ArrayNode aggregates = step.putArray("aggregates");
    for (String text : flags.aggregates) {
      Matcher named = named("--aggregate", text);
      Matcher call = CALL.matcher(named.group(2));
      if (!call.matches()) {
        throw wrong("--aggregate '" + text + "': write it as name=function(expression).");
      }
      String function = call.group(1).toLowerCase(Locale.ROOT);
      if (!FUNCTIONS.contains(function)) {
        throw wrong(
            "--aggregate: there is no function '"
                + function
                + "'."
                + NearNames.hint(function, FUNCTIONS)
                + " Use "
                + String.join(", ", FUNCTIONS)
                + ".");
      }
      ObjectNode aggregate = aggregates.addObject().put("function", function);
      String expression = call.group(2).trim();
      if (!expression.isEmpty() && !expression.equals("*")) {
        aggregate.put("expression", expression);
      }
      aggregate.put("as", named.group(1));
    }
  }

  private static void sortKey(ObjectNode key, String column) {
    boolean descending = column.startsWith("-");
    key.put("column", descending ? column.substring(1) : column);
    if (descending) {
      key.put("direction", "desc");
    }
  }

  private static Matcher named(String flag, String text) {
    Matcher named = NAMED.matcher(text);
    if (!named.matches()) {
      throw wrong(flag + " '" + text + "': write it as name=expression.");
    }
    return named;
  }

  private static String format(String path, @Nullable String said, String flag) {
    if (said != null) {
      return said.toLowerCase(Locale.ROOT);
    }
    String name = path.toLowerCase(Locale.ROOT);
    name = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
      return "csv";
    }
    if (name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return "json";
    }
    if (name.endsWith(".parquet") || (flag.equals("--output") && !name.contains("."))) {
      return "parquet";
    }
    throw wrong(
        "The name of "
            + flag
            + " '"
            + path
            + "' does not say its format: end it in .csv, .json or .parquet, or write a job file.");
  }

  private static OrchestratorException wrong(String message) {
    return new OrchestratorException(ErrorCode.INVALID_SPECIFICATION, message);
  }
}
