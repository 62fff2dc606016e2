package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/**
 * The tabs with counts. Those that do not fit go behind "n more"; the chosen one always shows. FX
 * thread only.
 */
final class StateTabsBar extends HBox {
  /** Counters fold in the background: above this a count is a moment old and says so. */
  private static final long APPROXIMATE_FROM = 100_000;

  private final JobsViewModel viewModel;
  private final ToggleGroup group = new ToggleGroup();
  private final Map<StateTab, ToggleButton> buttons = new LinkedHashMap<>();
  private final Map<StateTab, Label> counts = new LinkedHashMap<>();
  private final Map<StateTab, String> names = new LinkedHashMap<>();
  private final MenuButton more = new MenuButton();

  StateTabsBar(JobsViewModel viewModel) {
    this.viewModel = viewModel;
    getStyleClass().add(Styles.COUNT_TABS);
    StateTab.TABS.forEach(this::add);
    Region space = new Region();
    setHgrow(space, Priority.ALWAYS);
    more.getStyleClass().addAll(Styles.QUIET, "more-tabs");
    more.setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(space, more);
    setMinWidth(0);
    viewModel.counts().countsProperty().addListener((property, before, now) -> showCounts());
    viewModel.tabProperty().addListener((property, before, now) -> choose());
    widthProperty().addListener((property, before, now) -> fit());
    showCounts();
    choose();
  }

  private void add(StateTab tab) {
    Label word =
        tab.status() == null ? new Label("All") : new StatusLabel(StatusView.of(tab.status()));
    Label count = new Label();
    count.getStyleClass().add(Styles.TAB_COUNT);
    HBox graphic = new HBox(6, word, count);
    graphic.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    ToggleButton button = new ToggleButton();
    button.getStyleClass().setAll(Styles.COUNT_TAB);
    button.setGraphic(graphic);
    button.setToggleGroup(group);
    button.setId("tab-" + (tab.status() == null ? "all" : tab.status().wire()));
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(event -> chosen(tab, button));
    buttons.put(tab, button);
    counts.put(tab, count);
    names.put(tab, word.getText());
    getChildren().add(button);
  }

  private void chosen(StateTab tab, ToggleButton button) {
    button.setSelected(true);
    viewModel.chooseTab(tab);
  }

  private void choose() {
    ToggleButton chosen = buttons.get(viewModel.tabProperty().get());
    if (chosen != null) {
      chosen.setSelected(true);
    }
    fit();
  }

  private void showCounts() {
    boolean known = viewModel.counts().countedProperty().get();
    counts.forEach(
        (tab, label) -> {
          label.setText(known ? words(tab.count(viewModel.counts().get())) : "");
          ToggleButton button = buttons.get(tab);
          if (button != null) {
            button.setAccessibleText((names.get(tab) + " " + label.getText()).strip());
          }
        });
    fit();
  }

  static String words(long count) {
    return count < APPROXIMATE_FROM ? Formats.exact(count) : "~" + Formats.count(count);
  }

  private void fit() {
    double available = getWidth() - snappedLeftInset() - snappedRightInset();
    if (available <= 0) {
      return;
    }
    applyCss();
    double all = buttons.values().stream().mapToDouble(this::widthOf).sum();
    List<StateTab> hidden = List.of();
    if (all > available) {
      more.setText("9 more");
      hidden = hide(available - Math.max(80, more.prefWidth(-1)));
    }
    more.setVisible(!hidden.isEmpty());
    more.setManaged(!hidden.isEmpty());
    more.setText(hidden.size() + " more");
    more.getItems().setAll(hidden.stream().map(this::menuItem).toList());
  }

  /** Hides what does not fit and says what it was. */
  private List<StateTab> hide(double available) {
    StateTab chosen = viewModel.tabProperty().get();
    List<StateTab> hidden = new java.util.ArrayList<>();
    ToggleButton chosenButton = buttons.get(chosen);
    double left = available - (chosenButton == null ? 0 : widthOf(chosenButton));
    for (Map.Entry<StateTab, ToggleButton> entry : buttons.entrySet()) {
      boolean isChosen = entry.getKey().equals(chosen);
      double width = widthOf(entry.getValue());
      boolean fits = isChosen || hidden.isEmpty() && width <= left;
      if (fits && !isChosen) {
        left -= width;
      }
      show(entry.getValue(), fits);
      if (!fits) {
        hidden.add(entry.getKey());
      }
    }
    return hidden;
  }

  private double widthOf(ToggleButton button) {
    show(button, true);
    return button.prefWidth(-1) + getSpacing();
  }

  private static void show(ToggleButton button, boolean visible) {
    button.setVisible(visible);
    button.setManaged(visible);
  }

  private MenuItem menuItem(StateTab tab) {
    StatusView view = tab.status() == null ? null : StatusView.of(tab.status());
    String word = view == null ? "All" : view.word();
    String count = words(tab.count(viewModel.counts().get()));
    MenuItem item = new MenuItem(word + "   " + count);
    if (view != null) {
      item.setGraphic(Icons.of(view.icon()));
    }
    item.setOnAction(event -> viewModel.chooseTab(tab));
    return item;
  }
}
