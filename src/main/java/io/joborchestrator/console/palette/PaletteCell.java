package io.joborchestrator.console.palette;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.domain.job.JobRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.value.ObservableStringValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A caption, a job or an action in the palette. The part that was typed is in bold. */
final class PaletteCell extends ListCell<PaletteItem> {
  private static final String CAPTION = "palette-caption";

  private final ObservableStringValue query;
  private final Supplier<Instant> now;

  PaletteCell(ObservableStringValue query, Supplier<Instant> now, Consumer<PaletteItem> onClick) {
    this.query = query;
    this.now = now;
    setOnMouseClicked(
        event -> {
          PaletteItem item = getItem();
          if (item != null) {
            onClick.accept(item);
          }
        });
  }

  @Override
  protected void updateItem(@Nullable PaletteItem item, boolean empty) {
    super.updateItem(item, empty);
    getStyleClass().remove(CAPTION);
    setText(null);
    setGraphic(null);
    if (empty || item == null) {
      return;
    }
    if (item instanceof PaletteItem.Caption caption) {
      getStyleClass().add(CAPTION);
      setText(caption.text());
    } else if (item instanceof PaletteItem.Job job) {
      setGraphic(job(job.row()));
    } else if (item instanceof PaletteItem.Action line) {
      setGraphic(action(line.action()));
    }
  }

  private Node job(JobRow row) {
    StatusView view = StatusView.of(row);
    Label icon = new Label("", Icons.of(view.icon()));
    icon.getStyleClass().add(Styles.STATUS);
    icon.pseudoClassStateChanged(PseudoClass.getPseudoClass(view.tone()), true);
    icon.setAccessibleText(view.word());
    Label id = label(Formats.shortId(row.jobId()), Styles.ID);
    String age = Formats.relative(row.submittedAt(), ZoneId.systemDefault(), now.get());
    return line(icon, marked(row.name()), id, label(age, Styles.FAINT, Styles.SMALL));
  }

  private Node action(PaletteAction action) {
    String missing = action.missing().get();
    Label hint = label(missing == null ? "" : missing, Styles.FAINT, Styles.SMALL);
    Label keys = label(action.keys(), Styles.KBD);
    keys.setVisible(!action.keys().isEmpty());
    return line(Icons.of(action.icon()), marked(action.title()), hint, keys);
  }

  private static Node line(Node icon, Node title, Label second, Label right) {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    right.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(8, icon, title, second, space, right);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private Node marked(String text) {
    String words = query.get().strip().toLowerCase(Locale.ROOT);
    int start = words.isEmpty() ? -1 : text.toLowerCase(Locale.ROOT).indexOf(words);
    if (start < 0) {
      return label(text);
    }
    int end = start + words.length();
    Label match = label(text.substring(start, end), Styles.W600);
    HBox parts = new HBox(label(text.substring(0, start)), match, label(text.substring(end)));
    parts.setAlignment(Pos.CENTER_LEFT);
    return parts;
  }

  private static Label label(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styles);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }
}
