package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.worker.WorkerRow;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icon of the kind, name, kind in words; host, owner and id on hover. */
final class WorkerNameCell extends RowCell<WorkerRow> {
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
    kind.setText(kindOf(row.kind()));
    renderNode(box);
    String host = row.host();
    Tooltips.set(
        this, texts.get("workers.tip", row.workerId(), host == null ? "–" : host, row.owner()));
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
