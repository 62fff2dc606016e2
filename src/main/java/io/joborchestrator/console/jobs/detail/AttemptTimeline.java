package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** Attempts on one time line from submission to the end: gaps are waiting. FX thread only. */
final class AttemptTimeline extends Pane {
  private static final double HEIGHT = 12;
  private static final double LEAST_WIDTH = 4;

  private final List<Attempt> attempts;
  private final Instant from;
  private final Instant to;
  private final List<Region> bars = new ArrayList<>();

  AttemptTimeline(List<Attempt> attempts, Instant from, Instant to, Texts texts) {
    this.attempts = attempts;
    this.from = from;
    this.to = to;
    getStyleClass().add("attempt-timeline");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    for (Attempt attempt : attempts) {
      Region bar = new Region();
      bar.getStyleClass().add("attempt-bar");
      String tone = AttemptsView.view(attempt, texts).tone();
      bar.pseudoClassStateChanged(PseudoClass.getPseudoClass(tone), true);
      String length = SummaryView.seconds(seconds(attempt.startedAt(), end(attempt)));
      Tooltips.install(bar, texts.get("jobs.attempt", attempt.epoch()) + ", " + length);
      bars.add(bar);
    }
    getChildren().setAll(bars);
  }

  private Instant end(Attempt attempt) {
    return attempt.endedAt() == null ? to : attempt.endedAt();
  }

  private static double seconds(Instant start, Instant end) {
    return Duration.between(start, end).toMillis() / 1000.0;
  }

  @Override
  protected void layoutChildren() {
    double whole = Math.max(0.001, seconds(from, to));
    for (int i = 0; i < bars.size(); i++) {
      Attempt attempt = attempts.get(i);
      double start = Math.max(0, seconds(from, attempt.startedAt())) / whole * getWidth();
      double length = seconds(attempt.startedAt(), end(attempt)) / whole * getWidth();
      double width = Math.max(LEAST_WIDTH, Math.min(length, getWidth() - start));
      bars.get(i).resizeRelocate(snapPositionX(start), 0, snapSizeX(width), HEIGHT);
    }
  }
}
