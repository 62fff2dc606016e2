package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.LogLine;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The log: cause line, tools, virtual lines, foot. FX thread only. */
final class LogView extends BorderPane {
  private static final double LINE = 20;

  private final ShownLog shown;
  private final LogViewModel log;
  private final Texts texts;
  private final ListView<LogLine> list = new ListView<>();
  private final CauseLine cause;
  private final Label foot = new Label();
  private final Label followWord = new Label();
  private final Label nothing = SummaryView.label("", Styles.MUTED);
  private final LogTools tools;
  private final Button jump;

  LogView(ShownLog shown) {
    this.shown = shown;
    this.log = shown.log();
    this.texts = shown.texts();
    this.tools = new LogTools(shown);
    this.jump = new Button(texts.get("jobs.log.jump"), Icons.of("mdoal-arrow_downward"));
    this.cause = new CauseLine(texts.get("jobs.log.show"), this::showFirstError);
    setMinSize(0, 0);
    setTop(new VBox(cause, tools));
    setUpList();
    jump.getStyleClass().addAll("raised", "jump-button");
    jump.setOnAction(event -> follow(true));
    StackPane.setAlignment(jump, Pos.BOTTOM_RIGHT);
    StackPane.setMargin(jump, new Insets(0, 20, 16, 0));
    StackPane middle = new StackPane(list, nothing, jump);
    middle.getStyleClass().add("log-area");
    setCenter(middle);
    setBottom(foot());
    bind();
    showAll();
  }

  private void setUpList() {
    list.setId("logList");
    list.setItems(log.shown());
    list.setFixedCellSize(LINE);
    list.getStyleClass().add("log-list");
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setCellFactory(view -> new LogCell(log.search(), shown.zone()));
    list.setPlaceholder(new Region());
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    // Whoever moves away from the end wants to read, not to be moved.
    list.addEventFilter(
        ScrollEvent.SCROLL,
        event -> {
          if (event.getDeltaY() > 0) {
            follow(false);
          }
        });
    list.addEventFilter(javafx.scene.input.MouseEvent.MOUSE_DRAGGED, event -> follow(false));
    list.skinProperty().addListener((property, before, now) -> watchScrollBar());
    list.heightProperty().addListener((property, before, now) -> showFollow());
  }

  private void watchScrollBar() {
    for (Node node : list.lookupAll(".scroll-bar")) {
      if (node instanceof ScrollBar bar
          && bar.getOrientation() == javafx.geometry.Orientation.VERTICAL) {
        bar.addEventFilter(javafx.scene.input.MouseEvent.MOUSE_PRESSED, event -> follow(false));
        bar.valueProperty()
            .addListener(
                (property, before, now) -> {
                  if (now.doubleValue() >= bar.getMax() - 1e-9 && !bar.isPressed()) {
                    log.followProperty().set(true);
                  }
                });
      }
    }
  }

  private HBox foot() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox box = new HBox(foot, space, followWord);
    box.getStyleClass().add(Styles.TABLE_FOOT);
    return box;
  }

  private void bind() {
    log.shown().addListener((ListChangeListener<LogLine>) change -> showAll());
    log.followProperty().addListener((property, before, now) -> showFollow());
    log.totalProperty().addListener((property, before, now) -> showFoot());
    log.loadingProperty().addListener((property, before, now) -> showAll());
    log.failureProperty().addListener((property, before, now) -> showAll());
    log.search().currentHitProperty().addListener((property, before, now) -> showHit());
    log.search().textProperty().addListener((property, before, now) -> list.refresh());
    shown.detail().addListener((property, before, now) -> showCause(now));
    showCause(shown.detail().get());
  }

  private void showCause(@Nullable JobDetail detail) {
    JobError error = detail == null ? null : detail.error();
    // What a person cancelled has not failed.
    boolean failed =
        error != null
            && error.type() != ErrorType.CANCELLED
            && detail != null
            && detail.row().status().isTerminal();
    SummaryView.showIf(cause, failed);
    if (failed && error != null) {
      cause.show(CauseWords.sentence(error.type()), error.message());
    }
  }

  private void showAll() {
    boolean empty = log.shown().isEmpty();
    Exception failure = log.failureProperty().get();
    SummaryView.showIf(nothing, empty);
    if (failure != null) {
      nothing.setText(texts.get("jobs.log.failed", String.valueOf(failure.getMessage())));
    } else {
      nothing.setText(log.loadingProperty().get() ? texts.get("jobs.log.reading") : noLines());
    }
    showFoot();
    showFollow();
    if (log.followProperty().get() && !empty) {
      toEnd();
    }
  }

  private String noLines() {
    return log.totalProperty().get() == 0
        ? texts.get("jobs.log.none")
        : texts.get("jobs.log.noneOfLevel");
  }

  private void showFoot() {
    long total = log.totalProperty().get();
    String lines = texts.count("jobs.log.lines", total);
    long dropped = log.droppedProperty().get();
    String held = dropped == 0 ? "" : texts.get("jobs.log.dropped", Formats.exact(dropped));
    foot.setText(
        lines
            + held
            + (log.loadingProperty().get() && total > 0 ? texts.get("jobs.log.readingOn") : ""));
  }

  private void showFollow() {
    boolean follows = log.followProperty().get();
    SummaryView.showIf(jump, !follows && !log.shown().isEmpty());
    boolean ended = isEnded();
    followWord.setText(
        ended ? "" : texts.get(follows ? "jobs.log.follows" : "jobs.log.followsNot"));
    if (follows && !log.shown().isEmpty()) {
      toEnd();
    }
  }

  private void toEnd() {
    list.scrollTo(log.shown().size() - 1);
    if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      flow.setPosition(1);
    }
  }

  private boolean isEnded() {
    JobDetail detail = shown.detail().get();
    return detail != null && detail.row().status().isTerminal();
  }

  private void follow(boolean on) {
    log.followProperty().set(on);
  }

  private void showHit() {
    int line = log.search().currentLine();
    list.refresh();
    if (line >= 0) {
      follow(false);
      double visible = Math.max(1, list.getHeight() / LINE);
      list.scrollTo((int) Math.max(0, line - visible / 3));
      list.getSelectionModel().clearAndSelect(line);
    }
  }

  private void showFirstError() {
    for (int i = 0; i < log.shown().size(); i++) {
      if (LogLevel.isError(log.shown().get(i))) {
        follow(false);
        list.scrollTo(Math.max(0, i - 4));
        list.getSelectionModel().clearAndSelect(i);
        return;
      }
    }
  }

  void focusSearch() {
    tools.focusSearch();
  }

  private void key(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code == KeyCode.C && event.isShortcutDown()) {
      log.copy(List.copyOf(list.getSelectionModel().getSelectedItems()));
      event.consume();
    } else if (code == KeyCode.END) {
      follow(true);
    } else if (code == KeyCode.HOME || code == KeyCode.UP || code == KeyCode.PAGE_UP) {
      follow(false);
    }
  }

  /** Whose fault, in one line above the log, with a way to its line. */
  private static final class CauseLine extends HBox {
    private final Label whose = SummaryView.label("", Styles.W600);
    private final Label message = new Label();

    CauseLine(String verb, Runnable onShow) {
      getStyleClass().addAll(Styles.BANNER, "cause-line");
      pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("failed"), true);
      Button show = new Button(verb);
      show.getStyleClass().add(Styles.LINK_BUTTON);
      show.setMinWidth(USE_PREF_SIZE);
      show.setOnAction(event -> onShow.run());
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      whose.setMinWidth(USE_PREF_SIZE);
      message.setMinWidth(0);
      setSpacing(6);
      getChildren().setAll(Icons.of("mdal-error"), whose, message, space, show);
    }

    void show(String sentence, String text) {
      whose.setText(sentence);
      message.setText(text);
      Tooltips.set(message, text);
    }
  }
}
