package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import java.time.Instant;
import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What people wrote about the entry, and a field for more. FX thread only. */
final class CommentsTab extends VBox {
  private final EntryDetailViewModel viewModel;
  private final PageContext context;
  private final Texts texts;
  private final VBox list = new VBox(10);
  private final TextArea text = new TextArea();
  private final Button add;

  CommentsTab(EntryDetailViewModel viewModel) {
    this.viewModel = viewModel;
    this.context = viewModel.context();
    this.texts = context.texts();
    getStyleClass().add("detail-body");
    text.setId("commentText");
    text.setPromptText(texts.get("dead.comment.prompt"));
    text.setAccessibleText(texts.get("dead.comment.prompt"));
    text.setPrefRowCount(3);
    text.setWrapText(true);
    text.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    add = new Button(texts.get("dead.comment.add"), Icons.of("mdomz-send"));
    add.setId("addComment");
    add.getStyleClass().add(Styles.SMALL_BUTTON);
    add.setOnAction(event -> send());
    add.disableProperty()
        .bind(text.textProperty().isEmpty().or(context.feed().connectedProperty().not()));
    HBox foot = new HBox(add);
    foot.setAlignment(Pos.CENTER_RIGHT);
    getChildren().setAll(list, text, foot);
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
      send();
      event.consume();
    }
  }

  private void send() {
    viewModel.comment(text.getText(), text::clear);
  }

  void show(DeadLetterDetail detail) {
    Instant now = context.feed().now();
    ZoneId zone = context.clock().getZone();
    list.getChildren().clear();
    if (detail.comments().isEmpty()) {
      list.getChildren().add(Parts.label(texts.get("dead.comment.none"), Styles.MUTED));
    }
    for (DeadLetterDetail.Comment comment : detail.comments()) {
      HBox head =
          new HBox(
              8,
              Parts.label(comment.author(), Styles.NAME),
              Parts.label(Formats.time(comment.at(), zone, now), Styles.SMALL, Styles.MUTED),
              Parts.label(Formats.relative(comment.at(), zone, now), Styles.SMALL, Styles.FAINT));
      head.setAlignment(Pos.CENTER_LEFT);
      list.getChildren().add(new VBox(2, head, Parts.wrapped(comment.text())));
    }
  }
}
