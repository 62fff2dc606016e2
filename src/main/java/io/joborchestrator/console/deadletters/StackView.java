package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** A stack trace with folded frames; a click unfolds them. FX thread only. */
final class StackView extends ScrollPane {
  private static final double LINE = 18;
  private static final double MOST = 300;

  private final Texts texts;
  private final VBox lines = new VBox();
  private String shown = "";

  StackView(Texts texts) {
    this.texts = texts;
    getStyleClass().addAll("stack", Styles.WELL);
    lines.getStyleClass().add("stack-lines");
    setContent(lines);
    setFitToWidth(false);
    setId("stackView");
    setAccessibleText(texts.get("dead.stack"));
  }

  void show(String detail) {
    if (detail.equals(shown)) {
      return;
    }
    shown = detail;
    lines.getChildren().setAll(StackText.parse(detail).stream().map(this::node).toList());
    fit();
  }

  private void fit() {
    double height = Math.min(MOST, lines.getChildren().size() * LINE + 26);
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
  }

  private Node node(StackText.Line line) {
    if (line.kind() == StackText.Kind.FOLD) {
      Button more = new Button(texts.count("dead.stack.more", line.hidden().size()));
      more.getStyleClass().addAll(Styles.LINK_BUTTON, "stack-fold");
      more.setOnAction(event -> unfold(more, line.hidden()));
      return more;
    }
    boolean loud = line.kind() != StackText.Kind.FRAME;
    return loud ? text(line.text()) : text(line.text(), Styles.MUTED);
  }

  private void unfold(Button more, List<String> hidden) {
    int at = lines.getChildren().indexOf(more);
    List<Node> nodes = new ArrayList<>();
    hidden.forEach(line -> nodes.add(text(line.replace("\t", "  "), Styles.MUTED)));
    lines.getChildren().remove(at);
    lines.getChildren().addAll(at, nodes);
    fit();
  }

  private static Label text(String line, String... styles) {
    Label label = Parts.label(line, styles);
    label.getStyleClass().add("code");
    label.setMinWidth(USE_PREF_SIZE);
    label.setMinHeight(LINE);
    label.setMaxHeight(LINE);
    return label;
  }
}
