package io.joborchestrator.console.frame;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.console.view.UiState;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableDoubleValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The pages at the left, with words or (collapsed) icons only. Collapses by itself in a narrow
 * window unless a person has chosen. FX thread only.
 */
final class Rail {
  /** Below this width of the window the rail collapses by itself. */
  static final double NARROW = 1360;

  private static final String KEY = "rail.collapsed";

  private final VBox box;
  private final Texts texts;
  private final UiState state;
  private final Map<PageId, ToggleButton> items = new EnumMap<>(PageId.class);
  private final Map<PageId, Label> badges = new EnumMap<>(PageId.class);
  private final Button collapseButton = new Button();
  private boolean collapsed;

  Rail(
      VBox box,
      Texts texts,
      UiState state,
      ObservableDoubleValue windowWidth,
      Consumer<PageId> onChosen) {
    this.box = box;
    this.texts = texts;
    this.state = state;
    ToggleGroup group = new ToggleGroup();
    int number = 1;
    for (PageId page : PageId.rail()) {
      ToggleButton item = item(page, number++, onChosen);
      item.setToggleGroup(group);
      items.put(page, item);
    }
    layOut();
    collapseButton.setOnAction(event -> choose(!collapsed));
    windowWidth.addListener(observable -> adapt(windowWidth.get()));
    adapt(windowWidth.get());
  }

  private ToggleButton item(PageId page, int number, Consumer<PageId> onChosen) {
    String title = texts.get(page.titleKey());
    ToggleButton item = new ToggleButton(title, Icons.of(page.icon()));
    item.setId("rail-" + page.wire());
    item.getStyleClass().add("rail-item");
    item.setAccessibleText(title);
    Tooltips.set(item, title + "  Ctrl+" + number);
    item.setOnAction(
        event -> {
          item.setSelected(true);
          onChosen.accept(page);
        });
    return item;
  }

  private void layOut() {
    Region space = new Region();
    VBox.setVgrow(space, Priority.ALWAYS);
    collapseButton.setId("rail-collapse");
    collapseButton.getStyleClass().addAll("rail-item", Styles.QUIET);
    for (Map.Entry<PageId, ToggleButton> item : items.entrySet()) {
      if (item.getKey() == PageId.SETTINGS) {
        box.getChildren().add(space);
      }
      box.getChildren().add(withBadge(item.getKey(), item.getValue()));
    }
    box.getChildren().add(collapseButton);
  }

  private StackPane withBadge(PageId page, ToggleButton item) {
    Label badge = new Label();
    badge.setId("badge-" + page.wire());
    badge.getStyleClass().add("rail-badge");
    badge.setMouseTransparent(true);
    badge.setVisible(false);
    badges.put(page, badge);
    StackPane.setAlignment(badge, Pos.CENTER_RIGHT);
    StackPane place = new StackPane(item, badge);
    place.getStyleClass().add("rail-place");
    return place;
  }

  /**
   * Shows a number at a page.
   *
   * @param count 0 shows none
   * @param meaning of the number, in words
   */
  void setBadge(PageId page, long count, String meaning) {
    Label badge = badges.get(page);
    ToggleButton item = items.get(page);
    if (badge != null && item != null) {
      badge.setText(Formats.count(count));
      badge.setVisible(count > 0);
      String title = texts.get(page.titleKey());
      item.setAccessibleText(count > 0 ? title + ", " + meaning : title);
    }
  }

  private void adapt(double width) {
    boolean narrow = width > 0 && width < NARROW;
    show(state.flag(KEY, narrow));
  }

  /** A person's choice: kept, whatever the width. */
  private void choose(boolean value) {
    state.put(KEY, value);
    show(value);
  }

  void toggle() {
    choose(!collapsed);
  }

  private void show(boolean value) {
    collapsed = value;
    box.pseudoClassStateChanged(Styles.COLLAPSED, value);
    // Beside an icon alone the badge is a dot.
    badges
        .values()
        .forEach(
            badge ->
                badge.setContentDisplay(value ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
    String word = texts.get(value ? "frame.rail.expand" : "frame.rail.collapse");
    collapseButton.setText(word);
    collapseButton.setAccessibleText(word);
    collapseButton.setGraphic(Icons.of(value ? "mdoal-chevron_right" : "mdoal-chevron_left"));
    Tooltips.set(collapseButton, word);
  }

  boolean isCollapsed() {
    return collapsed;
  }

  void light(PageId page) {
    ToggleButton item = items.get(page.railItem());
    if (item != null) {
      item.setSelected(true);
    }
  }
}
