package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import java.time.Duration;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What stands where the entries would be: grey bars, or why there is nothing. FX thread only. */
final class EntryOverlay {
  private static final double HEADER = 32;
  private static final Duration NOTICEABLE = Duration.ofMillis(150);

  private final VBox slot;
  private final DeadLettersViewModel viewModel;
  private final Texts texts;
  private @Nullable LoadingRows bars;
  private final EmptyState nothing;
  private final EmptyState noMatch;
  private final EmptyState failed;
  private UiTasks.Handle slow = () -> {};

  EntryOverlay(VBox slot, DeadLettersViewModel viewModel) {
    this.slot = slot;
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    slot.setMinHeight(0);
    nothing =
        new EmptyState(
            "mdal-check_circle",
            texts.get("dead.empty.title"),
            texts.get("dead.empty.text"),
            button("dead.empty.all", () -> viewModel.filterBar().setText("state:all")));
    noMatch =
        new EmptyState(
            "mdoal-filter_list",
            texts.get("dead.nomatch.title"),
            texts.get("dead.nomatch.text"),
            button("dead.nomatch.clear", viewModel::clearFilters));
    failed =
        new EmptyState(
                "mdal-error",
                texts.get("dead.failed.title"),
                "",
                button("dead.failed.again", viewModel::reload))
            .asError();
    EntryListModel entries = viewModel.entries();
    entries.rowsProperty().addListener(observable -> show());
    entries.totalProperty().addListener(observable -> show());
    entries.failureProperty().addListener(observable -> show());
    entries.loadedOnceProperty().addListener(observable -> show());
    entries.loadingProperty().addListener((p, before, now) -> loading(now));
    viewModel.groups().loadedProperty().addListener(observable -> show());
    viewModel.groups().failureProperty().addListener(observable -> show());
    show();
  }

  private Button button(String key, Runnable action) {
    Button button = new Button(texts.get(key));
    if (key.endsWith("again")) {
      button.setGraphic(Icons.of("mdomz-refresh"));
    } else {
      button.getStyleClass().add(Styles.QUIET);
    }
    button.setOnAction(event -> action.run());
    return button;
  }

  private void loading(boolean now) {
    slow.cancel();
    if (now && viewModel.entries().rows().isEmpty()) {
      slow = viewModel.context().tasks().after(NOTICEABLE, this::showBars);
    }
    show();
  }

  private void showBars() {
    if (viewModel.entries().loadingProperty().get()) {
      LoadingRows made = new LoadingRows(20);
      made.setMinHeight(0);
      bars = made;
      put(made);
    }
  }

  private void show() {
    EntryListModel entries = viewModel.entries();
    if (!entries.rows().isEmpty()) {
      put(null);
      return;
    }
    Exception problem = entries.failureProperty().get();
    if (problem == null) {
      problem = viewModel.groups().failureProperty().get();
    }
    if (problem != null && viewModel.connectedProperty().get()) {
      failed.say(texts.get("dead.failed.title"), String.valueOf(problem.getMessage()));
      put(failed);
      return;
    }
    boolean known =
        entries.loadedOnceProperty().get() && !entries.loadingProperty().get()
            || viewModel.groups().loadedProperty().get() && viewModel.groups().rows().isEmpty();
    if (!known) {
      return;
    }
    boolean filtered =
        !viewModel.filterBar().filterProperty().get().equals(DeadLetterFilter.UNRESOLVED);
    put(filtered ? noMatch : nothing);
  }

  private void put(@Nullable Node node) {
    slot.setVisible(node != null);
    boolean loading = node != null && node == bars;
    slot.setAlignment(loading ? Pos.TOP_LEFT : Pos.CENTER);
    slot.setPadding(new Insets(HEADER, 0, 0, 0));
    slot.setMouseTransparent(loading);
    if (node == null) {
      slot.getChildren().clear();
    } else {
      slot.getChildren().setAll(node);
    }
  }
}
