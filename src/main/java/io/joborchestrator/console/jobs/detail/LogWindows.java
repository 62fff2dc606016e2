package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.WindowPlace;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Logs in windows of their own: one for each job, beside the main window and with its look. They
 * stay when the page changes and close with {@link #closeAll}. FX thread only.
 */
public final class LogWindows {
  private static final WindowPlace.Size NORMAL = new WindowPlace.Size(960, 640);
  private static final WindowPlace.Size LEAST = new WindowPlace.Size(560, 320);
  private static final double STEP = 28;

  private final PageContext context;
  private final WindowPlace place;
  private final Map<String, Opened> opened = new LinkedHashMap<>();

  private record Opened(DetachedLog log, Stage stage, Scene owner) {}

  public LogWindows(PageContext context) {
    this.context = context;
    this.place = new WindowPlace("log.window", NORMAL, LEAST);
  }

  /**
   * Opens a job's log, or brings it to the front if it is open.
   *
   * @param like the log it is taken from
   * @param owner the scene whose look it has
   */
  void open(JobDetail job, LogViewModel like, Scene owner) {
    Opened there = opened.get(job.row().jobId());
    if (there != null) {
      there.stage().setIconified(false);
      there.stage().toFront();
      there.stage().requestFocus();
      return;
    }
    DetachedLog log = new DetachedLog(context, job, like);
    Stage stage = stage(log, owner);
    opened.put(log.jobId(), new Opened(log, stage, owner));
    log.start();
    stage.show();
  }

  private Stage stage(DetachedLog log, Scene owner) {
    LogView view = new LogView(log.shown());
    BorderPane root = new BorderPane(view);
    root.setTop(new Head(log));
    root.getStyleClass().addAll(Styles.PAGE, "log-window");
    Scene scene = new Scene(root);
    Bindings.bindContent(scene.getStylesheets(), owner.getStylesheets());
    scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> key(event, log, view));
    Stage stage = new Stage();
    stage.setScene(scene);
    stage.setTitle(title(log, owner));
    if (owner.getWindow() instanceof Stage main) {
      stage.getIcons().setAll(main.getIcons());
    }
    place.restore(stage, context.state());
    stage.setX(stage.getX() + STEP * opened.size());
    stage.setY(stage.getY() + STEP * opened.size());
    stage.setOnCloseRequest(
        event -> {
          event.consume();
          close(log.jobId());
        });
    return stage;
  }

  private String title(DetachedLog log, Scene owner) {
    String where = owner.getWindow() instanceof Stage main ? main.getTitle() : null;
    JobDetail job = log.detailProperty().get();
    String name = job == null ? log.jobId() : job.row().name();
    return context.texts().get("jobs.log.window", name, where == null ? "" : where).strip();
  }

  private void key(KeyEvent event, DetachedLog log, LogView view) {
    boolean inField = event.getTarget() instanceof TextInputControl;
    boolean closes = event.isShortcutDown() && event.getCode() == KeyCode.W;
    boolean searches = event.isShortcutDown() && event.getCode() == KeyCode.F;
    if (closes || event.getCode() == KeyCode.ESCAPE) {
      close(log.jobId());
      event.consume();
    } else if (searches || event.getCode() == KeyCode.SLASH && !inField) {
      view.focusSearch();
      event.consume();
    } else if (event.getCode() == KeyCode.F5) {
      context.feed().refreshNow();
      event.consume();
    }
  }

  private void close(String jobId) {
    Opened gone = opened.remove(jobId);
    if (gone != null) {
      place.save(gone.stage(), context.state());
      gone.log().stop();
      gone.stage().close();
      Bindings.unbindContent(
          gone.stage().getScene().getStylesheets(), gone.owner().getStylesheets());
    }
  }

  public void closeAll() {
    List.copyOf(opened.keySet()).forEach(this::close);
  }

  /** Whose log it is and how the job stands. */
  private static final class Head extends HBox {
    private final Label name = new Label();
    private final StatusLabel status = new StatusLabel();
    private final Label id = new Label();

    Head(DetachedLog log) {
      super(8);
      getStyleClass().add("log-window-head");
      setAlignment(Pos.CENTER_LEFT);
      name.getStyleClass().add(Styles.PAGE_TITLE);
      name.setMinWidth(40);
      status.getStyleClass().add(Styles.CHIP_STATE);
      status.setMinWidth(USE_PREF_SIZE);
      id.getStyleClass().add(Styles.ID);
      id.setMinWidth(USE_PREF_SIZE);
      getChildren().setAll(name, status, id);
      log.detailProperty().addListener((property, before, now) -> show(now));
      show(log.detailProperty().get());
    }

    private void show(@Nullable JobDetail job) {
      if (job != null) {
        JobRow row = job.row();
        name.setText(row.name());
        status.show(StatusView.of(row));
        id.setText(Formats.shortId(row.jobId()));
      }
    }
  }
}
