package io.joborchestrator.console.overview;

import io.joborchestrator.console.overview.OverviewData.Failure;
import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A job that failed, as a button to its detail. FX thread only. */
final class FailureRow extends Button {
  private final DeadLetterRow entry;
  private final ZoneId zone;
  private final String words;
  private final Label ended = new Label();
  private final Label ago = faint("");

  static final double STATE = 112;
  static final double JOB = 240;
  static final double ENGINE = 92;
  static final double CAUSE = 84;
  static final double RAN = 76;
  static final double ENDED = 204;

  FailureRow(Failure failure, Texts texts, ZoneId zone, Runnable open) {
    this.entry = failure.entry();
    this.zone = zone;
    JobRow row = failure.row();
    StatusLabel status = new StatusLabel(status(entry));
    Label name = new Label(entry.jobName());
    name.getStyleClass().add(Styles.NAME);
    Label id = new Label(Formats.shortId(entry.jobId()));
    id.getStyleClass().add(Styles.ID);
    id.setMinWidth(USE_PREF_SIZE);
    HBox job = new HBox(8, name, id);
    job.setAlignment(Pos.CENTER_LEFT);
    EngineLabel engine = new EngineLabel();
    String engineName = entry.engine();
    Node engineCell = engine;
    if (engineName == null) {
      engineCell = faint(Formats.NONE);
    } else {
      engine.show(engineName);
    }
    Label cause = muted(cause(entry.errorType(), texts));
    String message = entry.errorMessage();
    Label what = new Label(message == null ? Formats.NONE : firstLine(message));
    Duration ranFor = row == null ? null : row.ran();
    Label ran = new Label(ranFor == null ? Formats.NONE : Formats.duration(ranFor));
    ran.getStyleClass().add(Styles.ALIGN_RIGHT);
    HBox end = new HBox(8, ended, ago);
    end.setAlignment(Pos.CENTER_LEFT);
    HBox line =
        line(
            sized(status, STATE),
            sized(job, JOB),
            sized(engineCell, ENGINE),
            sized(cause, CAUSE),
            what,
            sized(ran, RAN),
            sized(end, ENDED));
    line.prefWidthProperty().bind(widthProperty().subtract(32));
    setGraphic(line);
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    getStyleClass().add("failure-row");
    setMaxWidth(Double.MAX_VALUE);
    setMinWidth(0);
    words = status(entry).word() + ", " + entry.jobName() + ", " + what.getText() + ", ";
    if (message != null) {
      Tooltips.set(this, message);
    }
    setOnAction(event -> open.run());
  }

  /** Says when it was, as seen from now. */
  void showAge(Instant now) {
    ended.setText(Formats.time(entry.failedAt(), zone, now));
    ago.setText(Formats.relative(entry.failedAt(), zone, now));
    setAccessibleText(words + ago.getText());
  }

  /** The words above the rows, in the same columns. */
  static HBox head(Texts texts) {
    HBox head =
        line(
            sized(new Label(texts.get("overview.failures.state")), STATE),
            sized(new Label(texts.get("overview.failures.job")), JOB),
            sized(new Label(texts.get("overview.failures.engine")), ENGINE),
            sized(new Label(texts.get("overview.failures.cause")), CAUSE),
            new Label(texts.get("overview.failures.what")),
            sized(right(new Label(texts.get("overview.failures.ran"))), RAN),
            sized(new Label(texts.get("overview.failures.ended")), ENDED));
    head.getStyleClass().add("failure-head");
    return head;
  }

  private static Label right(Label label) {
    label.setAlignment(Pos.CENTER_RIGHT);
    return label;
  }

  private static HBox line(Node... cells) {
    HBox line = new HBox(12, cells);
    line.setAlignment(Pos.CENTER_LEFT);
    Region what = (Region) cells[4];
    what.setMinWidth(40);
    what.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(what, Priority.ALWAYS);
    return line;
  }

  private static Node sized(Node node, double width) {
    Region region = (Region) node;
    region.setMinWidth(width);
    region.setPrefWidth(width);
    region.setMaxWidth(width);
    if (region instanceof Label label && label.getStyleClass().contains(Styles.ALIGN_RIGHT)) {
      label.setAlignment(Pos.CENTER_RIGHT);
    }
    return region;
  }

  private static StatusView status(DeadLetterRow entry) {
    return StatusView.of(
        entry.reason() == DeadLetterReason.TIMEOUT ? JobStatus.TIMEOUT : JobStatus.FAILED);
  }

  private static String cause(@Nullable ErrorType type, Texts texts) {
    return type == null
        ? Formats.NONE
        : texts.get("overview.cause." + type.name().toLowerCase(Locale.ROOT));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private static Label muted(String text) {
    Label label = new Label(text);
    label.getStyleClass().add(Styles.MUTED);
    return label;
  }

  private static Label faint(String text) {
    Label label = new Label(text);
    label.getStyleClass().addAll(Styles.SMALL, Styles.FAINT);
    return label;
  }
}
