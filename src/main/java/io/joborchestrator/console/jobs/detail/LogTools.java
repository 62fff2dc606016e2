package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import java.util.EnumMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Search, level, attempt, copy and save above the log. FX thread only. */
final class LogTools extends HBox {
  private final ShownLog shown;
  private final LogViewModel log;
  private final TextField search = new TextField();
  private final Label hits = SummaryView.label("", Styles.SMALL, Styles.MUTED);
  private final Map<LogLevel, ToggleButton> levels = new EnumMap<>(LogLevel.class);
  private final MenuButton attempt = new MenuButton();

  LogTools(ShownLog shown) {
    this.shown = shown;
    this.log = shown.log();
    getStyleClass().add("log-tools");
    setAlignment(Pos.CENTER_LEFT);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button previous =
        icon("mdoal-keyboard_arrow_up", "Previous hit (Shift+Enter)", log.search()::previous);
    Button next = icon("mdoal-keyboard_arrow_down", "Next hit (Enter)", log.search()::next);
    Button copy = icon("mdoal-content_copy", "Copy the lines shown", () -> log.copy(log.shown()));
    Button save = icon("mdomz-save_alt", "Save the whole log", log::saveAll);
    attempt.getStyleClass().addAll(Styles.QUIET);
    attempt.setMinWidth(USE_PREF_SIZE);
    getChildren().setAll(searchField(), previous, next, levelSwitch(), space, attempt, copy, save);
    Runnable detach = shown.detach();
    if (detach != null) {
      Button own = icon("mdomz-open_in_new", shown.texts().get("jobs.log.detach"), detach);
      own.setId("logDetach");
      getChildren().add(own);
    }
    bind();
  }

  private static Button icon(String icon, String words, Runnable action) {
    Button button = new Button("", Icons.of(icon));
    button.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    button.setAccessibleText(words);
    button.setMinWidth(USE_PREF_SIZE);
    Tooltips.set(button, words);
    button.setOnAction(event -> action.run());
    return button;
  }

  private StackPane searchField() {
    search.setId("logSearch");
    search.setPromptText("Search the log");
    search.getStyleClass().add("log-search");
    search.setPrefWidth(196);
    search.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    hits.setId("logHits");
    hits.setMouseTransparent(true);
    StackPane.setAlignment(hits, Pos.CENTER_RIGHT);
    hits.setTranslateX(-8);
    StackPane field = new StackPane(search, Icons.of("mdomz-search"), hits);
    StackPane.setAlignment(field.getChildren().get(1), Pos.CENTER_LEFT);
    field.getChildren().get(1).setTranslateX(9);
    field.getChildren().get(1).setMouseTransparent(true);
    field.setMaxHeight(30);
    field.setMinWidth(120);
    return field;
  }

  void focusSearch() {
    search.requestFocus();
    search.selectAll();
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      if (event.isShiftDown()) {
        log.search().previous();
      } else {
        log.search().next();
      }
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
      search.clear();
      event.consume();
    }
  }

  private HBox levelSwitch() {
    HBox box = new HBox();
    box.getStyleClass().add(Styles.SEGMENTED);
    ToggleGroup group = new ToggleGroup();
    for (LogLevel level : LogLevel.values()) {
      ToggleButton button = new ToggleButton();
      button.setMinWidth(USE_PREF_SIZE);
      button.setToggleGroup(group);
      button.setSelected(level == log.levelProperty().get());
      button.setOnAction(
          event -> {
            button.setSelected(true);
            log.levelProperty().set(level);
          });
      levels.put(level, button);
      box.getChildren().add(button);
    }
    return box;
  }

  private void bind() {
    search.textProperty().bindBidirectional(log.search().textProperty());
    log.search().hitCountProperty().addListener((property, before, now) -> showHits());
    log.search().currentHitProperty().addListener((property, before, now) -> showHits());
    log.search().textProperty().addListener((property, before, now) -> showHits());
    log.totalProperty().addListener((property, before, now) -> showLevels());
    log.errorsProperty().addListener((property, before, now) -> showLevels());
    log.warningsProperty().addListener((property, before, now) -> showLevels());
    shown.detail().addListener((property, before, now) -> showAttempts(now));
    showHits();
    showLevels();
    showAttempts(shown.detail().get());
  }

  private void showHits() {
    int count = log.search().hitCountProperty().get();
    int current = log.search().currentHitProperty().get();
    String none = log.search().textProperty().get().isEmpty() ? "" : "no hits";
    hits.setText(count == 0 ? none : Formats.exact(current + 1L) + " of " + Formats.exact(count));
  }

  private void showLevels() {
    levels.forEach(
        (level, button) ->
            button.setText(
                switch (level) {
                  case ALL -> "All " + Formats.exact(log.totalProperty().get());
                  case WARNINGS -> "Warnings " + Formats.exact(log.warningsProperty().get());
                  case ERRORS -> "Errors " + Formats.exact(log.errorsProperty().get());
                }));
  }

  private void showAttempts(@Nullable JobDetail detail) {
    if (detail == null) {
      return;
    }
    Integer chosen = log.attempt();
    attempt.setText(chosen == null ? "All attempts" : "Attempt " + chosen);
    attempt.getItems().clear();
    attempt.getItems().add(attemptItem("All attempts", null));
    for (Attempt each : detail.attempts()) {
      attempt.getItems().add(attemptItem("Attempt " + each.epoch(), each.epoch()));
    }
    SummaryView.showIf(attempt, detail.attempts().size() > 1);
  }

  private MenuItem attemptItem(String text, @Nullable Integer epoch) {
    MenuItem item = new MenuItem(text);
    item.setOnAction(
        event -> {
          log.showAttempt(epoch);
          attempt.setText(text);
        });
    return item;
  }
}
