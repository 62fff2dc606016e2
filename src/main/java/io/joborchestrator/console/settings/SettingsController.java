package io.joborchestrator.console.settings;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.ShortCuts;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The Settings page. FX thread only. */
public final class SettingsController {
  private final SettingsViewModel viewModel;
  private final List<SettingsChoice> choices;
  private final Texts texts;

  @FXML private VBox choiceBox;
  @FXML private GridPane connectionGrid;
  @FXML private VBox databaseBox;
  @FXML private GridPane pathGrid;
  @FXML private GridPane versionGrid;
  @FXML private GridPane keyGrid;

  public SettingsController(
      SettingsViewModel viewModel, List<SettingsChoice> choices, Texts texts) {
    this.viewModel = viewModel;
    this.choices = List.copyOf(choices);
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    choices.forEach(choice -> choiceBox.getChildren().add(row(choice)));
    fill(versionGrid, viewModel.versions());
    fillDatabases();
    fillPaths();
    viewModel.changesProperty().addListener(observable -> showConnection());
    showConnection();
    ShortCuts.fill(keyGrid, texts);
  }

  private static HBox row(SettingsChoice choice) {
    Label name = new Label(choice.name());
    name.getStyleClass().add(Styles.NAME);
    Label hint = key("");
    hint.getStyleClass().add(Styles.SMALL);
    hint.setWrapText(true);
    hint.setMinHeight(Region.USE_PREF_SIZE);
    hint.textProperty().bind(choice.hint());
    VBox words = new VBox(name, hint);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = new HBox(16, words, buttons(choice));
    row.getStyleClass().add("settings-row");
    return row;
  }

  private static HBox buttons(SettingsChoice choice) {
    HBox buttons = new HBox();
    buttons.getStyleClass().add(Styles.SEGMENTED);
    buttons.setMinWidth(Region.USE_PREF_SIZE);
    buttons.setMaxHeight(Region.USE_PREF_SIZE);
    ToggleGroup group = new ToggleGroup();
    choice
        .choices()
        .forEach(
            (id, name) -> {
              ToggleButton button = new ToggleButton(name);
              button.setId(choice.id() + "-" + id);
              button.setAccessibleText(choice.name() + ": " + name);
              button.setUserData(id);
              button.setToggleGroup(group);
              button.setOnAction(
                  event -> {
                    choice.choose().accept(id);
                    select(group, choice.chosen().getValue());
                  });
              buttons.getChildren().add(button);
            });
    choice.chosen().addListener((observable, before, now) -> select(group, now));
    select(group, choice.chosen().getValue());
    return buttons;
  }

  private static void select(ToggleGroup group, String id) {
    group.getToggles().stream()
        .filter(toggle -> id.equals(toggle.getUserData()))
        .forEach(group::selectToggle);
  }

  private void showConnection() {
    fill(connectionGrid, viewModel.connection());
  }

  private static void fill(GridPane grid, Map<String, String> rows) {
    columns(grid);
    grid.getChildren().clear();
    int row = 0;
    for (var fact : rows.entrySet()) {
      Label value = new Label(fact.getValue());
      value.setWrapText(true);
      grid.addRow(row++, key(fact.getKey()), value);
    }
  }

  private static void columns(GridPane grid) {
    ColumnConstraints names = new ColumnConstraints(160);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().setAll(names, values);
  }

  private static Label key(String text) {
    Label key = new Label(text);
    key.getStyleClass().add(Styles.MUTED);
    return key;
  }

  private void fillDatabases() {
    ConnectionsViewModel databases = viewModel.databases();
    if (databases.rows().isEmpty()) {
      Label none = key(texts.get("settings.databases.none"));
      Label example = new Label(texts.get("settings.databases.example"));
      example.getStyleClass().add(Styles.MONO);
      none.setWrapText(true);
      databaseBox.getChildren().addAll(none, example);
    }
    databases.rows().forEach(row -> databaseBox.getChildren().add(database(row)));
    Label set = key(texts.get("settings.databases.set"));
    Button open = new Button(texts.get("settings.databases.open"));
    open.getStyleClass().add(Styles.LINK_BUTTON);
    open.setId("openConfiguration");
    open.setOnAction(event -> viewModel.open(viewModel.configFile()));
    HBox foot = new HBox(set, open);
    foot.getStyleClass().add("settings-row");
    databaseBox.getChildren().add(foot);
  }

  private Node database(ConnectionsViewModel.Row row) {
    Label name = new Label(row.name());
    name.getStyleClass().add(Styles.NAME);
    Label where = new Label(row.where());
    where.getStyleClass().add(Styles.MONO);
    Label how = key(row.how());
    how.getStyleClass().add(Styles.SMALL);
    Label answer = said(row.answer(), "mdal-check_circle", Styles.ICON_GOOD);
    Label failure = said(row.failure(), "mdal-error", Styles.ICON_BAD);
    failure.getStyleClass().add(Styles.FIELD_ERROR);
    VBox words = new VBox(2, name, where, how, answer, failure);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    Button test = new Button();
    test.setId("test-" + row.name());
    test.setMinWidth(Region.USE_PREF_SIZE);
    test.setAccessibleText(texts.get("settings.databases.test") + " " + row.name());
    test.textProperty()
        .bind(
            Bindings.when(row.busy())
                .then(texts.get("settings.databases.stop"))
                .otherwise(texts.get("settings.databases.test")));
    test.setOnAction(event -> row.test());
    HBox line = new HBox(12, words, test);
    line.setAlignment(Pos.TOP_LEFT);
    return line;
  }

  private static Label said(ReadOnlyStringProperty text, String icon, String look) {
    Label label = new Label();
    label.setGraphic(Icons.of(icon, Styles.ICON_14, look));
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.textProperty().bind(text);
    label.visibleProperty().bind(text.isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  private void fillPaths() {
    columns(pathGrid);
    addPath(0, texts.get("settings.path.config"), viewModel.configFile());
    int row = 1;
    for (var folder : viewModel.folders().entrySet()) {
      addPath(row++, texts.get(folder.getKey()), folder.getValue());
    }
  }

  private void addPath(int row, String name, Path path) {
    Label value = new Label(path.toString());
    value.getStyleClass().add(Styles.MONO);
    Button open = new Button(texts.get("settings.path.open"));
    open.getStyleClass().add(Styles.LINK_BUTTON);
    open.setAccessibleText(texts.get("settings.path.open") + " " + name);
    open.setOnAction(event -> viewModel.open(path));
    pathGrid.addRow(row, key(name), value, open);
  }

  @FXML
  private void copyReport() {
    viewModel.copyReport();
  }
}
