package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.Operations;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Meter;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.BulkOperation;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What this window is doing in the background, each with a bar and a way to stop it. */
final class OperationsPopover {
  private OperationsPopover() {}

  /**
   * @param stored those of the database, whoever started them
   * @param open shows one of them
   */
  static VBox make(
      Operations operations,
      List<BulkOperation> stored,
      FrameViewModel model,
      LongConsumer open,
      Texts texts) {
    VBox box = new VBox(Popovers.head(texts.get("frame.operations")));
    if (operations.running().isEmpty() && stored.isEmpty()) {
      box.getChildren().add(Popovers.empty(texts.get("frame.operations.nothing")));
    }
    for (BulkOperation operation : stored) {
      box.getChildren().add(item(operation, model, open, texts));
    }
    for (Operations.Operation operation : operations.running()) {
      box.getChildren().add(item(operation, texts));
    }
    return box;
  }

  private static VBox item(
      BulkOperation operation, FrameViewModel model, LongConsumer open, Texts texts) {
    Button what = new Button(OperationWords.now(operation, texts));
    what.getStyleClass().add(Styles.LINK_BUTTON);
    what.setOnAction(event -> open.accept(operation.operationNo()));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    boolean paused = operation.state() == BulkOperation.State.PAUSED;
    Button pause = new Button();
    pause.setGraphic(Icons.of(paused ? "mdomz-play_arrow" : "mdomz-pause", Styles.ICON_14));
    pause.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY, Styles.SMALL_BUTTON);
    String verb = texts.get(paused ? "frame.operation.resume" : "frame.operation.pause");
    pause.setAccessibleText(verb + ": " + OperationWords.now(operation, texts));
    Tooltips.set(pause, verb);
    pause.setOnAction(
        event -> {
          pause.setDisable(true);
          model.command(
              operation, paused ? BulkOperation.Command.RESUME : BulkOperation.Command.PAUSE);
        });
    HBox head = new HBox(8, what, space, pause);
    head.setAlignment(Pos.CENTER_LEFT);
    Meter bar = new Meter();
    bar.setTone(paused ? "paused" : "accent");
    bar.setFraction(OperationWords.fraction(operation));
    Label facts = new Label(OperationWords.facts(operation, texts));
    facts.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    VBox item = new VBox(head, bar, facts);
    item.getStyleClass().add("popover-item");
    return item;
  }

  private static VBox item(Operations.Operation operation, Texts texts) {
    Label what = new Label(operation.what());
    what.getStyleClass().add(Styles.NAME);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button stop = new Button();
    stop.setGraphic(Icons.of("mdoal-close", Styles.ICON_14));
    stop.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY, Styles.SMALL_BUTTON);
    stop.setAccessibleText(texts.get("frame.operations.stop", operation.what()));
    stop.setOnAction(event -> operation.cancel());
    stop.disableProperty().bind(operation.endedProperty());
    HBox head = new HBox(8, what, space, stop);
    head.setAlignment(Pos.CENTER_LEFT);
    Meter bar = new Meter();
    bar.setTone("accent");
    bar.setUnknown();
    VBox item = new VBox(head, bar);
    item.getStyleClass().add("popover-item");
    operation
        .endedProperty()
        .addListener(
            observable -> {
              bar.setTone("completed");
              bar.setFraction(1);
            });
    return item;
  }
}
