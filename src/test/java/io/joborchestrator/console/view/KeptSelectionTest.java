package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.FxThread;
import java.util.List;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;

class KeptSelectionTest {
  private record Row(String id, int state) {}

  private static List<String> selectedAfter(
      List<Row> before, List<Integer> selected, List<Row> after) {
    return FxThread.get(
        () -> {
          TableView<Row> table = new TableView<>();
          table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
          table.getItems().addAll(before);
          selected.forEach(table.getSelectionModel()::select);
          new KeptSelection<>(table, Row::id, () -> {})
              .during(
                  () -> {
                    while (table.getItems().size() > after.size()) {
                      table.getItems().remove(after.size());
                    }
                    for (int i = 0; i < after.size(); i++) {
                      if (i < table.getItems().size()) {
                        table.getItems().set(i, after.get(i));
                      } else {
                        table.getItems().add(after.get(i));
                      }
                    }
                  });
          return table.getSelectionModel().getSelectedItems().stream().map(Row::id).toList();
        });
  }

  @Test
  void theOnlyRowStaysSelectedInItsNextState() {
    assertThat(selectedAfter(List.of(new Row("a", 1)), List.of(0), List.of(new Row("a", 2))))
        .containsExactly("a");
  }

  @Test
  void severalStaySelectedWhenOthersComeBeforeThem() {
    assertThat(
            selectedAfter(
                List.of(new Row("a", 1), new Row("b", 1), new Row("c", 1)),
                List.of(0, 2),
                List.of(new Row("n", 1), new Row("a", 2), new Row("b", 2), new Row("c", 2))))
        .containsExactly("a", "c");
  }

  @Test
  void whatIsGoneIsNotReplacedByItsNeighbour() {
    assertThat(
            selectedAfter(
                List.of(new Row("a", 1), new Row("b", 1)), List.of(0), List.of(new Row("b", 2))))
        .isEmpty();
  }
}
