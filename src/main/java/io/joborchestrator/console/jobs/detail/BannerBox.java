package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Meter;
import io.joborchestrator.console.view.Styles;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The state of a job in one sentence on its colour, with a bar while it runs. FX thread only. */
final class BannerBox extends VBox {
  private final Label sentence = SummaryView.label("", Styles.W500);
  private final Label aside = SummaryView.label("", Styles.MUTED);
  private final Meter meter = new Meter();
  private final Label left = SummaryView.label("", Styles.SMALL, Styles.W500);
  private final Label right = SummaryView.label("", Styles.SMALL, Styles.MUTED);
  private final HBox below;
  private @Nullable String tone;

  BannerBox() {
    getStyleClass().add("state-banner");
    meter.getStyleClass().add(Styles.METER_6);
    meter.setMaxWidth(Double.MAX_VALUE);
    sentence.setWrapText(true);
    left.setWrapText(true);
    left.setMinHeight(USE_PREF_SIZE);
    sentence.setMinHeight(USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    right.setMinWidth(USE_PREF_SIZE);
    below = new HBox(8, left, space, right);
    FlowPane words = new FlowPane(6, 2, sentence, aside);
    getChildren().setAll(words, meter, below);
  }

  void show(JobSummary.Banner banner) {
    setTone(banner.tone());
    sentence.setText(banner.sentence());
    aside.setText(banner.aside());
    SummaryView.showIf(aside, !banner.aside().isEmpty());
    Double percent = banner.percent();
    SummaryView.showIf(meter, percent != null);
    if (percent != null) {
      meter.setTone(banner.tone().equals("retrying") ? "retrying" : "running");
      if (percent < 0) {
        meter.setUnknown();
      } else {
        meter.setFraction(percent / 100);
      }
    }
    left.setText(banner.left());
    right.setText(banner.right());
    SummaryView.showIf(below, !banner.left().isEmpty() || !banner.right().isEmpty());
  }

  private void setTone(String now) {
    if (!now.equals(tone)) {
      if (tone != null) {
        pseudoClassStateChanged(PseudoClass.getPseudoClass(tone), false);
      }
      pseudoClassStateChanged(PseudoClass.getPseudoClass(now), true);
      tone = now;
    }
  }
}
