package io.joborchestrator.console.filter;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The filter bar: chips, one text field, the number of matches, a list of completions below. Chips
 * shorten their values, then fold into "n more", before the field gets too narrow. FX thread only.
 */
public final class FilterBar extends VBox {
  private static final double LEAST_FIELD = 96;

  private final FilterBarViewModel<?> viewModel;
  private final HBox bar = new HBox();
  private final TextField field = new TextField();
  private final Label matches = new Label();
  private final Label slash = new Label("/");
  private final Label problem = new Label();
  private final SuggestionPopup popup;

  public FilterBar(FilterBarViewModel<?> viewModel) {
    this.viewModel = viewModel;
    bar.getStyleClass().add(Styles.FILTER_BAR);
    field.setId("filterField");
    field.setPromptText("add a filter");
    field.setMinWidth(40);
    HBox.setHgrow(field, Priority.ALWAYS);
    matches.getStyleClass().add("filter-count");
    matches.setMinWidth(USE_PREF_SIZE);
    slash.getStyleClass().add(Styles.KBD);
    slash.setMinWidth(USE_PREF_SIZE);
    HBox row = new HBox(bar);
    row.getStyleClass().add(Styles.FILTER_ROW);
    HBox.setHgrow(bar, Priority.ALWAYS);
    bar.setMinWidth(0);
    setMinWidth(0);
    problem.setId("filterProblem");
    problem.getStyleClass().addAll(Styles.FIELD_ERROR, "filter-problem");
    problem.setGraphic(Icons.of("mdal-error"));
    problem.setWrapText(true);
    getChildren().setAll(row, problem);
    popup = new SuggestionPopup(viewModel, bar);
    bind();
  }

  private void bind() {
    field.textProperty().bindBidirectional(viewModel.draftProperty());
    problem.textProperty().bind(viewModel.problemProperty());
    problem.visibleProperty().bind(viewModel.problemProperty().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    viewModel
        .problemProperty()
        .addListener(
            (property, before, now) ->
                bar.pseudoClassStateChanged(Styles.STATE_DANGER, !now.isEmpty()));
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    field
        .focusedProperty()
        .addListener(
            (property, before, focused) -> {
              if (!focused) {
                popup.hide();
              }
            });
    viewModel.chips().addListener((ListChangeListener<FilterChip>) change -> fit());
    widthProperty().addListener((property, before, now) -> fit());
    matches.textProperty().addListener((property, before, now) -> fit());
    fit();
  }

  public void focusField() {
    field.requestFocus();
    field.selectAll();
  }

  public void setMatches(String text) {
    matches.setText(text);
  }

  public void setPrompt(String text) {
    field.setPromptText(text);
  }

  private void key(KeyEvent event) {
    KeyCode code = event.getCode();
    if (popup.handle(event)) {
      event.consume();
    } else if (code == KeyCode.ENTER) {
      viewModel.commit();
      event.consume();
    } else if (code == KeyCode.BACK_SPACE && field.getText().isEmpty()) {
      viewModel.takeBackLast();
      field.positionCaret(field.getText().length());
      event.consume();
    } else if (code == KeyCode.ESCAPE && !field.getText().isEmpty()) {
      field.clear();
      event.consume();
    }
  }

  /** Finds the longest form of the chips that leaves room to type. */
  private void fit() {
    double available = getWidth() - 40 - 60 - LEAST_FIELD - matches.prefWidth(-1);
    List<FilterChip> chips = viewModel.chips();
    int shown = chips.size();
    int values = 4;
    if (getWidth() > 0) {
      while (values > 1 && estimate(chips, shown, values) > available) {
        values = values == 4 ? 2 : 1;
      }
      while (shown > 0 && estimate(chips, shown, values) > available) {
        shown--;
      }
    }
    show(chips, shown, values);
  }

  private static double estimate(List<FilterChip> chips, int shown, int values) {
    double width = shown < chips.size() ? 70 : 0;
    for (FilterChip chip : chips.subList(0, shown)) {
      width += (chip.label().length() + chip.shortValue(values).length()) * 6.4 + 52;
    }
    return width;
  }

  private void show(List<FilterChip> chips, int shown, int values) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Icons.of("mdoal-filter_list"));
    chips.subList(0, shown).forEach(chip -> nodes.add(node(chip, values)));
    if (shown < chips.size()) {
      nodes.add(rest(chips.subList(shown, chips.size())));
    }
    nodes.add(field);
    nodes.add(matches);
    nodes.add(slash);
    boolean focused = field.isFocused();
    bar.getChildren().setAll(nodes);
    if (focused) {
      field.requestFocus();
      field.positionCaret(field.getText().length());
    }
  }

  private HBox node(FilterChip chip, int values) {
    Label key = new Label(chip.label());
    key.getStyleClass().add(Styles.CHIP_KEY);
    Label value = new Label(chip.shortValue(values));
    value.getStyleClass().add(Styles.CHIP_VALUE);
    Button remove = new Button("", Icons.of("mdal-close"));
    remove.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    remove.setAccessibleText("Remove filter " + chip.text());
    remove.setOnAction(event -> viewModel.remove(chip));
    HBox node = new HBox(key, value, remove);
    node.getStyleClass().add(Styles.CHIP);
    if (chip.negated()) {
      node.getStyleClass().add(Styles.CHIP_NOT);
    }
    node.setMinWidth(USE_PREF_SIZE);
    node.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            viewModel.edit(chip);
            field.requestFocus();
          }
        });
    Tooltips.install(node, chip.text());
    return node;
  }

  private static HBox rest(List<FilterChip> chips) {
    Label label = new Label(chips.size() + " more");
    label.getStyleClass().add(Styles.CHIP_VALUE);
    HBox node = new HBox(label);
    node.getStyleClass().add(Styles.CHIP);
    node.setMinWidth(USE_PREF_SIZE);
    Tooltips.install(node, String.join("\n", chips.stream().map(FilterChip::text).toList()));
    return node;
  }
}
