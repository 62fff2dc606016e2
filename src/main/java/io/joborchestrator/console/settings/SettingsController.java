package io.joborchestrator.console.settings;

import io.joborchestrator.console.view.ShortCuts;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import java.nio.file.Path;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** The Settings page. FX thread only. */
public final class SettingsController {
  /** A choice of looks, kept by the window. */
  public interface Looks {
    /** Names of the choices, by their ids, in order. */
    Map<String, String> choices();

    ReadOnlyObjectProperty<String> chosen();

    void choose(String id);
  }

  private final SettingsViewModel viewModel;
  private final Looks looks;
  private final Texts texts;

  @FXML private HBox themeBox;
  @FXML private GridPane connectionGrid;
  @FXML private GridPane pathGrid;
  @FXML private GridPane versionGrid;
  @FXML private GridPane keyGrid;

  public SettingsController(SettingsViewModel viewModel, Looks looks, Texts texts) {
    this.viewModel = viewModel;
    this.looks = looks;
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    fillThemes();
    fill(versionGrid, viewModel.versions());
    fillPaths();
    viewModel.changesProperty().addListener(observable -> showConnection());
    showConnection();
    ShortCuts.fill(keyGrid, texts);
  }

  private void fillThemes() {
    ToggleGroup group = new ToggleGroup();
    looks
        .choices()
        .forEach(
            (id, name) -> {
              ToggleButton button = new ToggleButton(name);
              button.setId("look-" + id);
              button.setUserData(id);
              button.setToggleGroup(group);
              button.setOnAction(event -> looks.choose(id));
              themeBox.getChildren().add(button);
            });
    looks.chosen().addListener(observable -> select(group));
    select(group);
  }

  private void select(ToggleGroup group) {
    group.getToggles().stream()
        .filter(toggle -> looks.chosen().get().equals(toggle.getUserData()))
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
