package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.DifferenceLine;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Says above the form which job it reruns and what is changed in it. FX thread only. */
final class RerunStrip extends VBox {
  private static final double MOST_HEIGHT = 320;
  private static final double WIDTH = 520;

  private final Texts texts;
  private final Label sentence = new Label();
  private final Button unfold = new Button();
  private final VBox changes = new VBox(6);
  private final ScrollPane scroll = new ScrollPane(changes);
  private final ContextMenu menu = new ContextMenu();

  RerunStrip(RerunViewModel viewModel, Texts texts) {
    this.texts = texts;
    setId("rerunStrip");
    getStyleClass().add("rerun-strip");
    setMinHeight(USE_PREF_SIZE);
    unfold.setId("rerunChanges");
    unfold.getStyleClass().add(Styles.LINK_BUTTON);
    unfold.setOnAction(event -> menu.show(unfold, Side.BOTTOM, 0, 4));
    HBox line = new HBox(8, Icons.of("mdomz-replay"), sentence, unfold);
    line.setAlignment(Pos.CENTER_LEFT);
    changes.getStyleClass().add("rerun-changes");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setMaxHeight(MOST_HEIGHT);
    scroll.setPrefWidth(WIDTH);
    menu.getItems().setAll(new CustomMenuItem(scroll, false));
    getChildren().setAll(line);
    viewModel.rerun().addListener((observed, before, after) -> show(after));
    show(viewModel.rerun().get());
  }

  private void show(RerunViewModel.@Nullable Rerun rerun) {
    setVisible(rerun != null);
    setManaged(rerun != null);
    if (rerun == null) {
      menu.hide();
      return;
    }
    int count = rerun.changes().size();
    String which = rerun.name() + " " + Formats.shortId(rerun.jobId());
    String changed =
        count == 0 ? texts.get("submit.rerun.same") : texts.count("submit.rerun", count);
    sentence.setText(texts.get("submit.rerun.of", which, changed));
    unfold.setVisible(count > 0);
    unfold.setText(texts.get("submit.rerun.show"));
    changes.getChildren().setAll(rerun.changes().stream().map(DifferenceLine::new).toList());
  }
}
