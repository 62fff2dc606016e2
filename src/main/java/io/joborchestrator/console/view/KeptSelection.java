package io.joborchestrator.console.view;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.scene.control.TableView;
import javafx.scene.control.TableView.TableViewSelectionModel;

/**
 * Keeps what is selected in a table while its rows are replaced by newer states of the same things.
 * The selection model of the table follows positions and may forget all of it when a row is set
 * anew, in a list of one always (JavaFX 21). FX thread only.
 *
 * @param <T> a row
 */
public final class KeptSelection<T> {
  private final TableView<T> table;
  private final Function<T, ?> key;
  private boolean changing;

  /**
   * @param key what stays the same in all states of one thing
   * @param onChosen after a person selected something; not told of changes of the rows
   */
  public KeptSelection(TableView<T> table, Function<T, ?> key, Runnable onChosen) {
    this.table = table;
    this.key = key;
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener(
            (ListChangeListener<T>)
                change -> {
                  if (!changing) {
                    onChosen.run();
                  }
                });
  }

  /** Runs a change of the rows; what was selected and is still there is selected afterwards. */
  public void during(Runnable change) {
    TableViewSelectionModel<T> selection = table.getSelectionModel();
    Set<?> chosen =
        selection.getSelectedItems().stream()
            .filter(Objects::nonNull)
            .map(key)
            .collect(Collectors.toSet());
    changing = true;
    try {
      change.run();
      List<T> rows = table.getItems();
      List<Integer> there =
          IntStream.range(0, rows.size())
              .filter(index -> chosen.contains(key.apply(rows.get(index))))
              .boxed()
              .toList();
      if (!selection.getSelectedIndices().equals(there)) {
        selection.clearSelection();
        there.forEach(selection::select);
      }
    } finally {
      changing = false;
    }
  }
}
