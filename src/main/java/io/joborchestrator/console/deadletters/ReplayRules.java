package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * By which rules a replay goes on: rate and stop rule can be changed while it runs, the others are
 * told. FX thread only.
 */
final class ReplayRules extends VBox {
  private final Texts texts;
  private final RuleBox<Double> rate;
  private final RuleBox<Integer> stop;
  // Holds the tooltip: disabled controls hear of no mouse.
  private final HBox limits;
  private final VBox others = new VBox(2);
  private @Nullable String shownReason;
  private @Nullable Tooltip tooltip;

  ReplayRules(OperationViewModel viewModel, Texts texts) {
    super(8);
    this.texts = texts;
    getStyleClass().add("detail-section");
    rate =
        new RuleBox<>(
            ReplayViewModel.RATES,
            perSecond -> ReplayWords.rate(perSecond, texts),
            viewModel::changeRate);
    rate.setId("runningRate");
    stop =
        new RuleBox<>(
            ReplayViewModel.STOPS,
            failures -> ReplayWords.stop(failures, texts),
            viewModel::changeStop);
    stop.setId("runningStop");
    limits = new HBox(8, field("dead.form.rate", rate), field("dead.form.stop", stop));
    getChildren().setAll(Parts.label(texts.get("dead.form.rules"), Styles.HEADING), limits, others);
  }

  private VBox field(String key, Node control) {
    Label caption = Parts.label(texts.get(key), Styles.FIELD_LABEL);
    caption.setLabelFor(control);
    VBox field = new VBox(caption, control);
    field.getStyleClass().add(Styles.FORM_FIELD);
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  /**
   * @param whyFixed why nothing can be changed now, or null
   */
  void show(BulkOperation operation, @Nullable String whyFixed) {
    ReplayOptions options = operation.options();
    rate.show(options.perSecond());
    stop.show(options.stopAfter());
    rate.setDisable(whyFixed != null);
    stop.setDisable(whyFixed != null);
    if (!Objects.equals(whyFixed, shownReason)) {
      shownReason = whyFixed;
      tooltip = Tooltips.replace(limits, tooltip, whyFixed);
    }
    others.getChildren().setAll(others(operation, options));
  }

  private List<Node> others(BulkOperation operation, ReplayOptions options) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(rule(texts.get(options.canary() ? "dead.rule.canary" : "dead.rule.nocanary")));
    String engine = options.engine();
    if (engine != null) {
      nodes.add(rule(texts.get("dead.rules.engine", EngineLabel.nameOf(engine))));
    }
    if (options.payload() != null || options.patch() != null) {
      nodes.add(rule(texts.get("dead.form.edited")));
    }
    if (options.forced()) {
      nodes.add(rule(texts.get("dead.form.forced")));
    }
    if (operation.reason() != null) {
      nodes.add(rule(texts.get("dead.rule.reason", operation.reason())));
    }
    return nodes;
  }

  private static Label rule(String text) {
    return Parts.wrapped(text, Styles.SMALL, Styles.MUTED);
  }
}
