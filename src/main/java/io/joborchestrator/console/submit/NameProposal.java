package io.joborchestrator.console.submit;

import java.util.function.Predicate;

/** A name for a job that has none yet, from what it does. */
final class NameProposal {
  private NameProposal() {}

  /** "orders_by_country", "orders_to_parquet"; empty while there is no file. */
  static String of(PipelineViewModel pipeline) {
    InputViewModel input = pipeline.mainInput();
    if (!input.isNamed()) {
      return "";
    }
    return pipeline.steps().stream()
        .filter(GroupByStep.class::isInstance)
        .map(GroupByStep.class::cast)
        .filter(group -> !group.keys().isEmpty())
        .reduce((first, last) -> last)
        .map(group -> input.name().get() + "_by_" + group.keys().get(0))
        .orElse(input.name().get() + "_to_" + target(pipeline.output()));
  }

  private static String target(OutputViewModel output) {
    TableViewModel table = output.table();
    return table != null && output.isTable() ? table.bareName() : output.format().get();
  }

  /** The name of the program. */
  static String of(SchemaFormViewModel script) {
    FieldViewModel program = script.field("argv");
    if (program == null || program.entries().isEmpty()) {
      return "";
    }
    String path = program.entries().get(0).value().get().strip();
    return path.replaceAll("^.*[/\\\\]", "").replaceAll("\\.[A-Za-z0-9]+$", "");
  }

  /** A name for the rows of a file, as steps and statements can write it: "orders_2026_11". */
  static String ofTable(String path, Predicate<String> isTaken) {
    String base = path.strip().replaceAll("[/\\\\]+$", "").replaceAll("^.*[/\\\\]", "");
    String word = base.replaceAll("\\..*$", "").replaceAll("[^A-Za-z0-9]+", "_");
    String plain = word.replaceAll("^_+|_+$", "");
    String start = plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "t_" + plain : plain;
    String name = "t_".equals(start) ? "data" : start;
    for (int copy = 2; isTaken.test(name); copy++) {
      name = start + "_" + copy;
    }
    return name;
  }
}
