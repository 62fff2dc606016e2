package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.DifferenceLine;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobDetail;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The configuration as it was submitted, and what a rerun changed in it. FX thread only. */
final class ConfigurationView extends VBox {
  private final JobDetailViewModel viewModel;
  private final Section changes = new Section("");
  private final Texts texts;
  private final TextArea text = new TextArea();

  ConfigurationView(JobDetailViewModel viewModel) {
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    getStyleClass().add("detail-body");
    setMinSize(0, 0);
    text.setEditable(false);
    text.setId("configText");
    text.setAccessibleText(texts.get("jobs.configuration.text"));
    text.getStyleClass().addAll("code", "config-text");
    VBox.setVgrow(text, Priority.ALWAYS);
    Button copy = new Button(texts.get("jobs.copy"), Icons.of("mdoal-content_copy"));
    copy.getStyleClass().add(Styles.SMALL_BUTTON);
    copy.setOnAction(event -> viewModel.copyConfiguration());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Label heading = SummaryView.label(texts.get("jobs.configuration.submitted"), Styles.HEADING);
    HBox head = new HBox(8, heading, space, copy);
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(head, text, changes);
    viewModel.detailProperty().addListener((property, before, now) -> show(now));
    viewModel.history().differencesProperty().addListener((p, before, now) -> show(now));
    show(viewModel.detailProperty().get());
    show(viewModel.history().differencesProperty().get());
  }

  private void show(@Nullable JobDetail detail) {
    if (detail != null) {
      String json = detail.config().toPrettyString();
      if (!json.equals(text.getText())) {
        text.setText(json);
      }
    }
  }

  private void show(HistoryViewModel.Differences differences) {
    String parent = differences.parentId();
    if (parent == null) {
      changes.show(List.of());
      return;
    }
    changes.setTitle(texts.get("jobs.configuration.changed"));
    changes.setAction(texts.get("jobs.open"), () -> viewModel.openOther(parent));
    if (differences.changes().isEmpty()) {
      changes.show(List.of(SummaryView.label(texts.get("jobs.configuration.same"), Styles.MUTED)));
    } else {
      changes.show(differences.changes().stream().map(DifferenceLine::new).toList());
    }
  }
}
