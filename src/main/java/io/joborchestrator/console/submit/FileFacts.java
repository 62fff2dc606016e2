package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import java.util.Locale;

/** Figures of a file in words. */
final class FileFacts {
  private FileFacts() {}

  /** Parquet says how many rows it has; of a short file all have been read. */
  private static boolean isKnown(FileInspection found) {
    return "parquet".equals(found.input().format())
        || found.rowsEstimate() == found.firstRows().size();
  }

  /** "38.4 GiB in 12 files, about 4,000,000 rows, 18 columns". */
  static String describe(FileInspection found) {
    // A view has no bytes of its own.
    boolean sized = found.bytes() > 0 || !found.input().readsTable();
    StringBuilder text = new StringBuilder(sized ? Formats.bytes(found.bytes()) : "Table");
    if (found.files() > 1) {
      text.append(String.format(Locale.ROOT, " in %,d files", found.files()));
    }
    if (found.rowsEstimate() >= 0) {
      text.append(isKnown(found) ? ", " : ", about ");
      text.append(Formats.exact(found.rowsEstimate()));
      text.append(found.rowsEstimate() == 1 ? " row" : " rows");
    }
    int columns = found.columns().size();
    return text + ", " + columns + (columns == 1 ? " column" : " columns");
  }
}
