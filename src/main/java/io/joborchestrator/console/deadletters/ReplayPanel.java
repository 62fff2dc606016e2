package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The form of a replay, then the replay itself, at the right of the page. FX thread only. */
final class ReplayPanel extends VBox {
  static final double WIDTH = 336;

  private final DeadLettersViewModel viewModel;
  private final Texts texts;
  private final Label title = Parts.label("", Styles.HEADING);
  private final ScrollPane body = new ScrollPane();
  private @Nullable ReplayForm form;
  private @Nullable ReplayProgress progress;
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();

  ReplayPanel(DeadLettersViewModel viewModel) {
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    setId("replayPanel");
    getStyleClass().add("replay-panel");
    setMinWidth(WIDTH);
    setMaxWidth(WIDTH);
    Button close = new Button("", Icons.of("mdoal-close"));
    close.setId("closeReplay");
    close.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    close.setAccessibleText(texts.get("dead.panel.close"));
    Tooltips.set(close, texts.get("dead.panel.close"));
    close.setOnAction(event -> viewModel.closePanel());
    title.setMinWidth(0);
    HBox head = new HBox(8, title, Parts.space(), close);
    head.getStyleClass().add("pane-head");
    body.setFitToWidth(true);
    body.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(body, Priority.ALWAYS);
    Label foot = Parts.wrapped(texts.get("dead.panel.foot"), Styles.SMALL, Styles.MUTED);
    foot.setGraphic(Icons.of("mdoal-lock", Styles.ICON_14));
    foot.getStyleClass().add("panel-foot");
    getChildren().setAll(head, body, foot);
    viewModel.replay().targetProperty().addListener(observable -> show());
    viewModel.replay().previewProperty().addListener(observable -> show());
    viewModel.operation().lookProperty().addListener(observable -> show());
    show();
  }

  private void show() {
    ReplayTarget target = viewModel.replay().targetProperty().get();
    OperationViewModel.Look look = viewModel.operation().lookProperty().get();
    open.set(target != null || look != null);
    if (target != null) {
      ReplayViewModel.Preview preview = viewModel.replay().previewProperty().get();
      long count = preview == null ? target.count() : preview.counts().eligible();
      title.setText(texts.count("dead.replay.verb", count));
      setBody(form());
    } else if (look != null) {
      title.setText(ReplayWords.title(look.operation(), texts));
      setBody(progress());
    }
  }

  private void setBody(Node content) {
    if (body.getContent() != content) {
      body.setContent(content);
    }
  }

  // Made when first shown: most looks at the page replay nothing.
  private ReplayForm form() {
    ReplayForm made = form;
    if (made == null) {
      made = new ReplayForm(viewModel.context(), viewModel.replay());
      form = made;
    }
    return made;
  }

  private ReplayProgress progress() {
    ReplayProgress made = progress;
    if (made == null) {
      made = new ReplayProgress(viewModel);
      progress = made;
    }
    return made;
  }

  void focusForm() {
    form().focusStart();
  }

  ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }
}
