package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.orchestrator.Orchestrator.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The strip above a page that says that the connection is gone, for three seconds that it is back,
 * and all the time that nothing can be changed through it. FX thread only.
 */
final class Banner {
  private static final Duration GOOD_NEWS = Duration.ofSeconds(3);
  private static final Duration FIRST_CONTACT = Duration.ofSeconds(5);

  /** What is said, in the colours of the states of jobs. */
  private enum Tone {
    FAILED("mdoal-cloud_off"),
    COMPLETED("mdal-check_circle"),
    RETRYING("mdoal-lock");

    private final String icon;
    private final PseudoClass style = PseudoClass.getPseudoClass(name().toLowerCase(Locale.ROOT));

    Tone(String icon) {
      this.icon = icon;
    }
  }

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
    } else if (connection.readOnly() != null) {
      showReadOnly(connection.readOnly());
    }
  }

  private void showLost(ConnectionState connection) {
    Instant now = models.feed().now();
    if (!lost) {
      lost = true;
      lostAt = now;
      tone(Tone.FAILED);
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
    tone(Tone.COMPLETED);
    Duration gone = Duration.between(lostAt, models.feed().now());
    parts.title().setText(models.texts().get("frame.banner.back", place()));
    parts.text().setText(models.texts().get("frame.banner.gone", Formats.duration(gone)));
    show(true);
    tasks.after(GOOD_NEWS, this::endGoodNews);
  }

  private void endGoodNews() {
    show(lost);
    update(models.feed().connectionProperty().get());
  }

  private void showReadOnly(String reason) {
    tone(Tone.RETRYING);
    parts.title().setText(models.texts().get("frame.banner.readonly"));
    parts.text().setText(reason);
    show(true);
  }

  private void tone(Tone shown) {
    parts.icon().setIconLiteral(shown.icon);
    for (Tone tone : Tone.values()) {
      parts.strip().pseudoClassStateChanged(tone.style, tone == shown);
    }
    boolean failed = shown == Tone.FAILED;
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
