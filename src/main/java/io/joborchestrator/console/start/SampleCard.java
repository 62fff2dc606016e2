package io.joborchestrator.console.start;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.sample.SampleJob;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One sample: what it is, what it does, a button. */
final class SampleCard extends VBox {
  private final Texts texts;

  SampleCard(SampleJob sample, boolean first, FirstStartViewModel viewModel, Texts texts) {
    this.texts = texts;
    getStyleClass().addAll(Styles.CARD, "sample-card");
    setId("sample-" + sample.id());
    HBox.setHgrow(this, Priority.ALWAYS);
    Label text = new Label(sample.description());
    text.getStyleClass().add(Styles.MUTED);
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    text.setAlignment(Pos.TOP_LEFT);
    Region space = new Region();
    VBox.setVgrow(space, Priority.ALWAYS);
    Button run = new Button(texts.get("first.run"), Icons.of("mdomz-play_arrow"));
    run.setAccessibleText(texts.get("first.run") + ": " + sample.title());
    if (first) {
      run.getStyleClass().add(Styles.PRIMARY);
    }
    run.disableProperty().bind(viewModel.submittingProperty());
    run.setOnAction(event -> viewModel.run(sample));
    getChildren().setAll(head(sample), text, space, run);
  }

  private HBox head(SampleJob sample) {
    StackPane icon = new StackPane(Icons.of(icon(sample), Styles.ICON_20, Styles.ICON_ACCENT));
    icon.getStyleClass().add("sample-icon");
    Label title = new Label(sample.title());
    title.getStyleClass().add(Styles.HEADING);
    Label kind = new Label(kind(sample));
    kind.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    HBox head = new HBox(10, icon, new VBox(title, kind));
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  private String kind(SampleJob sample) {
    @Nullable String engine = sample.submission().engine();
    return engine == null
        ? texts.get("first.kind", sample.submission().type())
        : texts.get("first.kind.engine", sample.submission().type(), EngineLabel.nameOf(engine));
  }

  private static String icon(SampleJob sample) {
    if (!sample.isPipeline()) {
      return "mdoal-code";
    }
    return sample.submission().engine() == null ? "mdoal-filter_alt" : "mdoal-flash_on";
  }
}
