package io.joborchestrator.console.view;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;

/** The keys of the window, for the cheat sheet and the settings. */
public final class ShortCuts {
  private static final Map<String, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("keys.palette", "Ctrl K");
    KEYS.put("keys.submit", "Ctrl N");
    KEYS.put("keys.pages", "Ctrl 1 … 5");
    KEYS.put("keys.filter", "/");
    KEYS.put("keys.refresh", "F5");
    KEYS.put("keys.detail", "Enter");
    KEYS.put("keys.close", "Esc");
    KEYS.put("keys.log", "L");
    KEYS.put("keys.retry", "R");
    KEYS.put("keys.pause", "P");
    KEYS.put("keys.compare", "C");
    KEYS.put("keys.cancel", "Del");
    KEYS.put("keys.rail", "Ctrl B");
    KEYS.put("keys.help", "?");
  }

  private ShortCuts() {}

  /** Two columns: key, what it does. */
  public static void fill(GridPane grid, Texts texts) {
    grid.getChildren().clear();
    int row = 0;
    for (Map.Entry<String, String> key : KEYS.entrySet()) {
      Label keys = new Label(key.getValue());
      keys.getStyleClass().add(Styles.KBD);
      keys.setMinWidth(Label.USE_PREF_SIZE);
      HBox holder = new HBox(keys);
      holder.setMinWidth(84);
      grid.addRow(row++, holder, new Label(texts.get(key.getKey())));
    }
  }
}
