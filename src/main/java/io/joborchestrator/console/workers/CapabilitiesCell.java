package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.domain.worker.WorkerRow;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** What it takes, as chips; those that do not fit on hover. */
final class CapabilitiesCell extends RowCell<WorkerRow> {
  private static final int MOST = 3;

  private final HBox box = new HBox(6);

  CapabilitiesCell() {
    box.setAlignment(Pos.CENTER_LEFT);
  }

  @Override
  protected void render(WorkerRow row) {
    List<String> words = row.capabilities();
    if (words.isEmpty()) {
      renderNone();
      return;
    }
    box.getChildren().clear();
    words.stream().limit(MOST).forEach(word -> box.getChildren().add(chip(word)));
    if (words.size() > MOST) {
      box.getChildren().add(chip("+" + (words.size() - MOST)));
    }
    renderNode(box);
    renderTooltip(words.size() > MOST ? String.join(", ", words) : null);
  }

  private static Label chip(String word) {
    Label chip = new Label(word);
    chip.getStyleClass().add(Styles.CHIP);
    chip.setMinWidth(Label.USE_PREF_SIZE);
    return chip;
  }
}
