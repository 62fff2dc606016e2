package io.joborchestrator.console.view;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A column of rows of data: name and type above, numbers at the right, as wide as its first values
 * need within reason; what is cut off is shown on hovering. FX thread only.
 */
public final class DataColumn {
  private static final int MOST_CHARACTERS = 34;
  private static final double CHARACTER = 7.4;
  private static final double PADDING = 28;

  private DataColumn() {}

  /**
   * @param index of the value in each row; a shorter row has none
   * @param rows the first ones, for the width
   */
  public static TableColumn<List<@Nullable String>, List<@Nullable String>> of(
      String name, String type, boolean numeric, int index, List<List<@Nullable String>> rows) {
    TableColumn<List<@Nullable String>, List<@Nullable String>> column = new TableColumn<>();
    if (numeric) {
      RowCell.columnRight(column, () -> new ValueCell(true, index));
    } else {
      RowCell.column(column, () -> new ValueCell(false, index));
    }
    column.setGraphic(title(name, type, numeric));
    column.setPrefWidth(width(Math.max(name.length(), type.length()), numeric, index, rows));
    return column;
  }

  private static VBox title(String name, String type, boolean numeric) {
    Label nameLabel = new Label(name);
    nameLabel.getStyleClass().addAll("data-name", Styles.W500);
    Label typeLabel = new Label(type);
    typeLabel.getStyleClass().add("data-type");
    VBox title = new VBox(nameLabel, typeLabel);
    title.setAlignment(numeric ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
    title.setMaxWidth(Double.MAX_VALUE);
    return title;
  }

  private static double width(
      int atLeast, boolean numeric, int index, List<List<@Nullable String>> rows) {
    int longest = atLeast;
    for (List<@Nullable String> row : rows) {
      longest = Math.max(longest, words(value(row, index), numeric).length());
    }
    return PADDING + CHARACTER * Math.min(longest, MOST_CHARACTERS);
  }

  private static @Nullable String value(List<@Nullable String> row, int index) {
    return index < row.size() ? row.get(index) : null;
  }

  private static String words(@Nullable String value, boolean numeric) {
    return value == null ? "NULL" : numeric ? Formats.number(value) : value;
  }

  private static final class ValueCell extends RowCell<List<@Nullable String>> {
    private final boolean numeric;
    private final int index;

    ValueCell(boolean numeric, int index) {
      this.numeric = numeric;
      this.index = index;
      if (numeric) {
        getStyleClass().add(Styles.ALIGN_RIGHT);
      }
    }

    @Override
    protected void render(List<@Nullable String> row) {
      String value = value(row, index);
      String words = words(value, numeric);
      getStyleClass().remove("data-null");
      if (value == null) {
        getStyleClass().add("data-null");
      }
      renderText(words);
      // Exactly as it is in the file.
      renderTooltip(value == null || value.equals(words) ? null : value);
    }
  }
}
