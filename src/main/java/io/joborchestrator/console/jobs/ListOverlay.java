package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.Styles;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** What stands where the rows would be: grey bars, or why there is nothing. FX thread only. */
final class ListOverlay {
  private static final double HEADER = 32;

  private final VBox slot;
  private final JobsViewModel viewModel;
  private final Button widen;
  private final EmptyState noMatch;
  private final EmptyState noJobs;
  private final EmptyState failed;
  private final LoadingRows bars = new LoadingRows(40);

  ListOverlay(VBox slot, JobsViewModel viewModel) {
    this.slot = slot;
    this.viewModel = viewModel;
    widen = button("", "mdomz-schedule", viewModel::widen);
    noMatch =
        new EmptyState(
            "mdoal-filter_list",
            "No job matches these filters",
            "",
            widen,
            button("Clear filters", "", viewModel::clearFilters));
    noJobs =
        new EmptyState(
            "mdoal-list_alt",
            "No job has run here yet",
            "Submit a job and it shows here while it runs.",
            button("Submit job", "mdoal-add", viewModel::submitNew));
    failed =
        new EmptyState(
                "mdal-error",
                "The jobs could not be read",
                "",
                button("Try again", "mdomz-refresh", viewModel::reload))
            .asError();
    ListStatusViewModel status = viewModel.status();
    status.kindProperty().addListener((property, before, now) -> show());
    status.sentenceProperty().addListener((property, before, now) -> show());
    slot.setMinHeight(0);
    bars.setMinHeight(0);
  }

  private static Button button(String text, String icon, Runnable action) {
    Button button = icon.isEmpty() ? new Button(text) : new Button(text, Icons.of(icon));
    if (icon.isEmpty()) {
      button.getStyleClass().add(Styles.QUIET);
    }
    button.setOnAction(event -> action.run());
    return button;
  }

  void show() {
    ListStatusViewModel status = viewModel.status();
    String sentence = status.sentenceProperty().get();
    switch (status.kindProperty().get()) {
      case ROWS -> put(null);
      case LOADING -> put(bars);
      case NO_MATCH -> {
        noMatch.say("No job matches these filters", sentence);
        String wider = viewModel.widerWords();
        widen.setText(wider);
        widen.setVisible(!wider.isEmpty());
        widen.setManaged(!wider.isEmpty());
        put(noMatch);
      }
      case NO_JOBS -> put(noJobs);
      case FAILED -> {
        failed.say("The jobs could not be read", sentence);
        put(failed);
      }
    }
  }

  private void put(@org.jspecify.annotations.Nullable Node node) {
    slot.setVisible(node != null);
    boolean rows = node == bars;
    slot.setAlignment(rows ? Pos.TOP_LEFT : Pos.CENTER);
    slot.setPadding(new Insets(HEADER, 0, 0, 0));
    slot.setMouseTransparent(rows);
    if (node == null) {
      slot.getChildren().clear();
    } else {
      slot.getChildren().setAll(node);
    }
  }
}
