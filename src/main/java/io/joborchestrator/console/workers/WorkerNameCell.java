package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.worker.ExecutorFacts;
import io.joborchestrator.domain.worker.WorkerRow;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icon of the kind, name, kind in words; host, owner and id on hover. */
final class WorkerNameCell extends RowCell<WorkerRow> {
  /** Executors stand below their process, a little to the right. */
  private static final Insets CHILD = new Insets(0, 0, 0, 16);

  private final Texts texts;
  private final FontIcon icon = Icons.of("mdoal-dns");
  private final Label name = new Label();
  private final Label kind = new Label();
  private final HBox box = new HBox(6, icon, name, kind);

  WorkerNameCell(Texts texts) {
    this.texts = texts;
    name.getStyleClass().add(Styles.NAME);
    kind.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    box.setAlignment(Pos.CENTER_LEFT);
  }

  @Override
  protected void render(WorkerRow row) {
    icon.setIconLiteral(iconOf(row.kind()));
    name.setText(row.name());
    ExecutorFacts executor = row.executor();
    kind.setText(
        executor == null ? kindOf(row.kind()) : texts.get("workers.executor.of", host(row)));
    // The name of an executor is short, and nothing else tells it from its neighbours.
    name.setMinWidth(executor == null ? Region.USE_COMPUTED_SIZE : Region.USE_PREF_SIZE);
    box.setPadding(executor == null ? Insets.EMPTY : CHILD);
    renderNode(box);
    String tip = texts.get("workers.tip", row.workerId(), host(row), row.owner());
    Tooltips.set(this, executor == null ? tip : tip + "\n" + facts(executor));
  }

  private static String host(WorkerRow row) {
    String host = row.host();
    return host == null ? "–" : host;
  }

  private String facts(ExecutorFacts executor) {
    String text =
        texts.get(
            "workers.executor.tip",
            executor.partOf(),
            Formats.bytes(executor.memoryBytes()),
            Formats.exact(executor.completedTasks()),
            Formats.exact(executor.failedTasks()));
    String loss = executor.loss();
    return loss == null ? text : text + "\n" + texts.get("workers.executor.lost", loss);
  }

  private String kindOf(String word) {
    return switch (word) {
      case "worker", "console", "cli", "traditional", "spark_executor" ->
          texts.get("workers.kind." + word);
      default -> word;
    };
  }

  private static String iconOf(String kind) {
    return switch (kind) {
      case "console" -> "mdoal-desktop_windows";
      case "cli" -> "mdoal-code";
      case "spark_executor" -> "mdoal-flash_on";
      default -> "mdoal-dns";
    };
  }
}
