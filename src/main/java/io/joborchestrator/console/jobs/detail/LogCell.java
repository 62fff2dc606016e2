package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.domain.job.LogLine;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** One line of a log: time, level, text with its hits marked. FX thread only. */
final class LogCell extends ListCell<LogLine> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH);
  private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
  private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");

  /** Longer lines are cut on the screen; copying and saving give them whole. */
  private static final int MOST_CHARACTERS = 4_000;

  /** Parts of one line that are marked; more would only slow the line down. */
  private static final int MOST_HITS = 50;

  private final LogSearch search;
  private final DateTimeFormatter time;
  private final Label at = SummaryView.label("", Styles.MONO, "log-time");
  private final Label level = SummaryView.label("", Styles.MONO, "log-level");
  private final HBox text = new HBox();
  private final HBox box = new HBox(at, level, text);

  LogCell(LogSearch search, ZoneId zone) {
    this.search = search;
    this.time = TIME.withZone(zone);
    at.setMinWidth(USE_PREF_SIZE);
    level.setMinWidth(USE_PREF_SIZE);
    box.getStyleClass().add("log-line");
    text.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    getStyleClass().add("log-cell");
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable LogLine line, boolean empty) {
    super.updateItem(line, empty);
    LogLine filled = empty ? null : line;
    pseudoClassStateChanged(ERROR, filled != null && LogLevel.isError(filled));
    pseudoClassStateChanged(WARNING, filled != null && filled.level().equals("warn"));
    if (filled == null) {
      setGraphic(null);
      return;
    }
    at.setText(time.format(filled.at()));
    level.setText(filled.level().toUpperCase(Locale.ROOT));
    text.getChildren().setAll(parts(filled.text()));
    setGraphic(box);
  }

  private List<Node> parts(String whole) {
    String shown =
        whole.length() > MOST_CHARACTERS ? whole.substring(0, MOST_CHARACTERS) + " …" : whole;
    String wanted = search.textProperty().get();
    List<Node> parts = new ArrayList<>();
    int from = 0;
    int hit = wanted.isEmpty() ? -1 : LogSearch.indexIn(shown, wanted, 0);
    while (hit >= 0 && parts.size() < 2 * MOST_HITS) {
      if (hit > from) {
        parts.add(plain(shown.substring(from, hit)));
      }
      from = hit + wanted.length();
      parts.add(marked(shown.substring(hit, from)));
      hit = LogSearch.indexIn(shown, wanted, from);
    }
    parts.add(plain(shown.substring(from)));
    return parts;
  }

  private static Label plain(String part) {
    Label label = SummaryView.label(part.replace('\t', ' '), Styles.MONO, "log-text");
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private Label marked(String part) {
    Label label = plain(part);
    boolean current = getIndex() == search.currentLine();
    label.getStyleClass().add(current ? "log-hit-current" : "log-hit");
    return label;
  }
}
