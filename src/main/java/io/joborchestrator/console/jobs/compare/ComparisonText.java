package io.joborchestrator.console.jobs.compare;

import io.joborchestrator.console.view.CsvText;
import java.util.List;

/** A comparison for the clipboard. */
final class ComparisonText {
  private ComparisonText() {}

  /** Lines of words: {@code Ran: 2 m 14 s → 4 m 40 s (2.1 × slower)}. */
  static String plain(String title, List<ComparedPart> parts) {
    StringBuilder text = new StringBuilder(title).append('\n');
    for (ComparedPart part : parts) {
      text.append('\n').append(part.heading()).append('\n');
      for (ComparedLine line : part.lines()) {
        text.append("  ").append(line.label()).append(": ").append(line.left());
        if (line.differs()) {
          text.append(" → ").append(line.right());
        }
        if (!line.verdict().isEmpty()) {
          text.append(" (").append(line.verdict()).append(')');
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** Five columns with a head: part, figure, earlier run, later run, verdict. */
  static String csv(String leftId, String rightId, List<ComparedPart> parts) {
    StringBuilder text =
        new StringBuilder(CsvText.line("part", "figure", leftId, rightId, "verdict")).append('\n');
    for (ComparedPart part : parts) {
      for (ComparedLine line : part.lines()) {
        text.append(
                CsvText.line(
                    part.heading(), line.label(), line.left(), line.right(), line.verdict()))
            .append('\n');
      }
    }
    return text.toString();
  }
}
