package io.joborchestrator.console.jobs.compare;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobDetail;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Which run a column is about; stays while the run goes on, and with it the focus. */
final class RunHead extends VBox {
  private final Texts texts;
  private final Consumer<JobDetail> onOpen;
  private final Label name = new Label();
  private final Label id = new Label();
  private final StatusLabel state = new StatusLabel();
  private final Button open;

  /**
   * @param onOpen shows the job of the run
   */
  RunHead(Texts texts, String which, Consumer<JobDetail> onOpen) {
    super(2);
    this.texts = texts;
    this.onOpen = onOpen;
    Label side = new Label(texts.get(which));
    side.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    name.getStyleClass().add(Styles.NAME);
    id.getStyleClass().add(Styles.ID);
    id.setMinWidth(USE_PREF_SIZE);
    open = new Button(texts.get("jobs.open"));
    open.getStyleClass().add(Styles.LINK_BUTTON);
    HBox line = new HBox(8, id, state, open);
    line.setAlignment(Pos.CENTER_LEFT);
    setMinWidth(0);
    getChildren().setAll(side, name, line);
  }

  void show(JobDetail run) {
    name.setText(run.row().name());
    id.setText(Formats.shortId(run.row().jobId()));
    state.show(StatusView.of(run.row()));
    open.setAccessibleText(texts.get("jobs.compare.open", run.row().name()));
    open.setOnAction(event -> onOpen.accept(run));
  }
}
