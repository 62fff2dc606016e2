package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.orchestrator.Orchestrator.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The strip above a page that says that the connection is gone, and for three seconds that it is
 * back. FX thread only.
 */
final class Banner {
  private static final Duration GOOD_NEWS = Duration.ofSeconds(3);
  private static final Duration FIRST_CONTACT = Duration.ofSeconds(5);
  private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
  private static final PseudoClass COMPLETED = PseudoClass.getPseudoClass("completed");

  /** The controls of the strip. */
  record Parts(HBox strip, FontIcon icon, Label title, Label text, Button reason, Button retry) {}

  private final Parts parts;
  private final FrameModels models;
  private final UiTasks tasks;
  private final ZoneId zone;
  private boolean patient = true;
  private boolean lost;
  private Instant lostAt = Instant.EPOCH;

  Banner(Parts parts, FrameModels models, UiTasks tasks, ZoneId zone) {
    this.parts = parts;
    this.models = models;
    this.tasks = tasks;
    this.zone = zone;
    show(false);
    tasks.after(FIRST_CONTACT, this::endPatience);
  }

  private void endPatience() {
    patient = false;
    update(models.feed().connectionProperty().get());
  }

  /**
   * Looks at the state of the connection; called whenever it may have changed. A first contact that
   * takes a moment is not a loss.
   */
  void update(ConnectionState connection) {
    if (patient && connection.lastContact() == null) {
      return;
    }
    if (!connection.connected()) {
      showLost(connection);
    } else if (lost) {
      showBack();
    }
  }

  private void showLost(ConnectionState connection) {
    Instant now = models.feed().now();
    if (!lost) {
      lost = true;
      lostAt = now;
      tone("mdoal-cloud_off", true);
    }
    Instant contact = connection.lastContact();
    Instant since = contact == null ? lostAt : contact;
    String time = Formats.time(since, zone, now);
    parts.title().setText(models.texts().get("frame.banner.title", place(), time));
    String problem = connection.problem();
    parts
        .text()
        .setText(
            models.texts().get("frame.banner.text", time) + (problem == null ? "" : " " + problem));
    show(true);
  }

  private void showBack() {
    lost = false;
    tone("mdal-check_circle", false);
    Duration gone = Duration.between(lostAt, models.feed().now());
    parts.title().setText(models.texts().get("frame.banner.back", place()));
    parts.text().setText(models.texts().get("frame.banner.gone", Formats.duration(gone)));
    show(true);
    tasks.after(GOOD_NEWS, () -> show(lost));
  }

  private void tone(String icon, boolean failed) {
    parts.icon().setIconLiteral(icon);
    parts.strip().pseudoClassStateChanged(FAILED, failed);
    parts.strip().pseudoClassStateChanged(COMPLETED, !failed);
    for (Button button : new Button[] {parts.reason(), parts.retry()}) {
      button.setVisible(failed);
      button.setManaged(failed);
    }
  }

  private String place() {
    FrameFacts facts = models.facts();
    return facts.embedded() ? models.texts().get("frame.place.local") : facts.profile();
  }

  private void show(boolean visible) {
    parts.strip().setVisible(visible);
    parts.strip().setManaged(visible);
  }
}
