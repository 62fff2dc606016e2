package io.joborchestrator.console.view;

import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/** A name in medium weight with a second fact behind it: the end of an id, or a kind. */
public final class NameCell<S> extends RowCell<S> {
  private final Function<S, String> name;
  private final Function<S, @Nullable String> second;
  private final Label nameLabel = new Label();
  private final Label secondLabel = new Label();
  private final HBox box = new HBox(6, nameLabel, secondLabel);

  /**
   * @param secondStyle {@link Styles#ID} for an id, {@link Styles#MUTED} for words
   */
  public NameCell(
      Function<S, String> name, Function<S, @Nullable String> second, String secondStyle) {
    this.name = name;
    this.second = second;
    nameLabel.getStyleClass().add(Styles.NAME);
    secondLabel.getStyleClass().addAll(secondStyle, Styles.SMALL);
    if (Styles.ID.equals(secondStyle)) {
      secondLabel.getStyleClass().remove(Styles.SMALL);
    }
    secondLabel.setMinWidth(Label.USE_PREF_SIZE);
    HBox.setHgrow(nameLabel, Priority.SOMETIMES);
    box.setAlignment(Pos.CENTER_LEFT);
  }

  @Override
  protected void render(S row) {
    nameLabel.setText(name.apply(row));
    String fact = second.apply(row);
    secondLabel.setText(fact == null ? "" : fact);
    renderNode(box);
  }
}
