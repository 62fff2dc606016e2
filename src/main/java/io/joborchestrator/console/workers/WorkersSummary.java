package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The sums above the table. */
final class WorkersSummary {
  private WorkersSummary() {}

  static List<Node> make(WorkersViewModel.Summary sum, Texts texts) {
    List<Node> parts = new ArrayList<>();
    add(
        parts,
        texts.get("workers.sum.workers"),
        Formats.exact(sum.workers()),
        texts.get("workers.sum.alive", sum.aliveWorkers()),
        false);
    add(
        parts,
        texts.get("workers.sum.consoles"),
        Formats.exact(sum.consoles()),
        texts.get("workers.sum.alive", sum.aliveConsoles()),
        false);
    if (sum.executors() > 0) {
      add(
          parts,
          texts.get("workers.sum.executors"),
          Formats.exact(sum.executors()),
          texts.get("workers.sum.alive", sum.aliveExecutors()),
          sum.aliveExecutors() < sum.executors());
    }
    String share = sum.slots() == 0 ? "" : Formats.percent(100.0 * sum.running() / sum.slots());
    add(
        parts,
        texts.get("workers.sum.slots"),
        texts.get("workers.sum.of", Formats.exact(sum.running()), Formats.exact(sum.slots())),
        share,
        false);
    String look =
        sum.needALook() == 0
            ? texts.get("workers.sum.well")
            : texts.get("workers.sum.problems", sum.lost(), sum.skewed());
    add(
        parts,
        texts.get("workers.sum.look"),
        Formats.exact(sum.needALook()),
        look,
        sum.needALook() > 0);
    return parts;
  }

  private static void add(
      List<Node> parts, String title, String number, String fact, boolean alarming) {
    if (!parts.isEmpty()) {
      Region line = new Region();
      line.getStyleClass().add("divider-vertical");
      parts.add(line);
    }
    Label value = new Label(number);
    value.getStyleClass().add(Styles.NUMBER_SMALL);
    Label second = new Label(fact);
    second.getStyleClass().addAll(Styles.SMALL, alarming ? Styles.ERROR_TEXT : Styles.MUTED);
    Label caption = new Label(title);
    caption.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    parts.add(new VBox(2, caption, value, second));
  }
}
