package io.joborchestrator.console.submit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** File formats as people write them. */
final class FormatName {
  static final List<String> ALL = List.of("csv", "json", "parquet");

  private FormatName() {}

  static String of(String format) {
    return switch (format) {
      case "csv" -> "CSV";
      case "json" -> "JSON";
      case "parquet" -> "Parquet";
      default -> format;
    };
  }

  /** The format a path ends in, if it names a file. */
  static Optional<String> ofPath(String path) {
    String lower = path.strip().toLowerCase(Locale.ROOT);
    return ALL.stream().filter(format -> lower.endsWith("." + format)).findFirst();
  }
}
