package io.joborchestrator.console.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A stack trace in lines, with what a person rarely needs folded away: frames of libraries, except
 * the one the error came from, and the middle of very long texts.
 */
final class StackText {
  private static final Pattern FRAME =
      Pattern.compile("\\s+(at\\s+\\S.*|\\.\\.\\. \\d+ (more|common frames omitted).*)");
  private static final String OURS = "at io.joborchestrator.";
  private static final int LONGEST_TEXT = 80;
  private static final int KEPT_TEXT = 60;

  /** What a line is. */
  enum Kind {
    /** The error, or a cause of it. */
    HEAD,
    FRAME,
    /** Stands for {@link Line#hidden}. */
    FOLD,
    TEXT
  }

  /**
   * One line as it is shown at first.
   *
   * @param hidden lines behind a fold, else empty
   */
  record Line(Kind kind, String text, List<String> hidden) {
    Line {
      hidden = List.copyOf(hidden);
    }

    static Line of(Kind kind, String text) {
      return new Line(kind, text.replace("\t", "  "), List.of());
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final List<String> folded = new ArrayList<>();
  private boolean firstFrame = true;

  private StackText() {}

  /** The lines of a text; empty for an empty one. */
  static List<Line> parse(String detail) {
    StackText text = new StackText();
    String stripped = detail.stripTrailing();
    if (stripped.isEmpty()) {
      return List.of();
    }
    List<String> all = stripped.lines().toList();
    boolean stack = all.stream().anyMatch(line -> FRAME.matcher(line).matches());
    if (stack) {
      all.forEach(text::addStack);
    } else {
      text.addText(all);
    }
    text.endFold();
    return List.copyOf(text.lines);
  }

  private void addStack(String line) {
    if (!FRAME.matcher(line).matches()) {
      endFold();
      lines.add(Line.of(Kind.HEAD, line));
      firstFrame = true;
      return;
    }
    if (firstFrame || line.strip().startsWith(OURS)) {
      endFold();
      lines.add(Line.of(Kind.FRAME, "  " + line.strip()));
    } else {
      folded.add("  " + line.strip());
    }
    firstFrame = false;
  }

  private void addText(List<String> all) {
    for (int i = 0; i < all.size(); i++) {
      if (all.size() > LONGEST_TEXT && i >= KEPT_TEXT / 2 && i < all.size() - KEPT_TEXT / 2) {
        folded.add(all.get(i));
      } else {
        endFold();
        lines.add(Line.of(Kind.TEXT, all.get(i)));
      }
    }
  }

  private void endFold() {
    if (folded.size() == 1) {
      lines.add(Line.of(Kind.FRAME, folded.get(0)));
    } else if (!folded.isEmpty()) {
      lines.add(new Line(Kind.FOLD, "", folded));
    }
    folded.clear();
  }
}
