package io.joborchestrator.console.statistics;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** Chooses the range of a page's charts; one is always chosen. FX thread only. */
public final class SpanSwitch extends HBox {
  /**
   * @param chosen at the beginning
   */
  public SpanSwitch(StatisticsSpan chosen, Texts texts, Consumer<StatisticsSpan> onChoice) {
    getStyleClass().add(Styles.SEGMENTED);
    setMinWidth(USE_PREF_SIZE);
    setAccessibleText(texts.get("statistics.span"));
    ToggleGroup group = new ToggleGroup();
    for (StatisticsSpan span : StatisticsSpan.values()) {
      ToggleButton button = new ToggleButton(texts.get("statistics.span." + span.id()));
      button.setId("span-" + span.id());
      button.setMinWidth(USE_PREF_SIZE);
      button.setToggleGroup(group);
      button.setSelected(span == chosen);
      button.setOnAction(
          event -> {
            button.setSelected(true);
            onChoice.accept(span);
          });
      getChildren().add(button);
    }
  }
}
