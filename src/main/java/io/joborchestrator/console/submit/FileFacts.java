package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import java.util.Locale;

/** Figures of a file in words. */
final class FileFacts {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};

  private FileFacts() {}

  /** "38.4 GB in 12 files, about 4,000,000 rows, 18 columns". */
  static String describe(FileInspection found) {
    StringBuilder text = new StringBuilder(bytes(found.bytes()));
    if (found.files() > 1) {
      text.append(String.format(Locale.ROOT, " in %,d files", found.files()));
    }
    if (found.rowsEstimate() >= 0) {
      text.append(String.format(Locale.ROOT, ", about %,d rows", found.rowsEstimate()));
    }
    return text + ", " + found.columns().size() + " columns";
  }

  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String pattern = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, pattern, value, UNITS[unit]);
  }
}
