package io.joborchestrator.console.engines;

import io.joborchestrator.console.chart.ChartCard;
import io.joborchestrator.console.chart.ChartFiles;
import io.joborchestrator.console.chart.ChartPane;
import io.joborchestrator.console.statistics.SpanSwitch;
import io.joborchestrator.console.statistics.StatisticsCharts;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.statistics.Statistics;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The cards with the charts of the engines. FX thread only. */
final class EngineCharts {
  private static final double NARROW_LEFT = 44;
  private static final double WIDE = 66.5;

  private final EngineChartsViewModel viewModel;
  private final PageContext context;
  private final Texts texts;
  private final ChartFiles files;
  private final StatisticsCharts contents;
  private final ChartCard throughput;
  private final ChartCard failures;
  private final ChartCard durations;
  private final ChartCard resources;
  private final ChartCard breakers;
  private final VBox transitions = new VBox();

  EngineCharts(EngineChartsViewModel viewModel, PageContext context) {
    this.viewModel = viewModel;
    this.context = context;
    this.texts = context.texts();
    this.files = new ChartFiles(context.dialogs(), context.tasks(), texts);
    this.contents = new StatisticsCharts(texts);
    throughput = card("throughput", ChartPane.LEFT, kinds());
    failures = card("failures", NARROW_LEFT);
    durations = card("durations", ChartPane.LEFT);
    resources = card("resources", NARROW_LEFT).withNamesBelow(NARROW_LEFT);
    breakers = card("breakers", ChartPane.LEFT);
    throughput.chart().onPick(pick -> viewModel.openJobs(pick, false));
    failures.chart().onPick(pick -> viewModel.openJobs(pick, true));
    breakers.chart().onPick(pick -> viewModel.openJobs(pick, false));
    viewModel.statisticsProperty().addListener(observable -> show());
    viewModel
        .staleProperty()
        .addListener(
            (observable, old, stale) -> cards().forEach(card -> card.chart().setStale(stale)));
    show();
  }

  private List<ChartCard> cards() {
    return List.of(throughput, failures, durations, resources, breakers);
  }

  private ChartCard card(String id, double left, Node... tools) {
    ChartPane pane =
        new ChartPane(
            texts.get("engines.charts." + id), viewModel.times(), texts, context.clock().getZone());
    pane.setId("chart-" + id);
    pane.setLeft(left);
    return new ChartCard(pane, files, tools);
  }

  private void show() {
    Statistics statistics = viewModel.statisticsProperty().get();
    if (statistics != null) {
      throughput.show(contents.throughput(statistics, viewModel.records()));
      failures.show(contents.failures(statistics));
      durations.show(contents.durations(statistics));
      resources.show(contents.resources(statistics));
      breakers.show(contents.breakers(statistics));
    }
  }

  /** The list of changes beside the states of the breakers. */
  VBox transitions() {
    return transitions;
  }

  /** The switch of the range, for the head of the page. */
  Node ranges() {
    return new SpanSwitch(viewModel.span(), texts, viewModel::choose);
  }

  private HBox kinds() {
    HBox box = new HBox();
    box.getStyleClass().add(Styles.SEGMENTED);
    box.setMinWidth(Region.USE_PREF_SIZE);
    ToggleGroup group = new ToggleGroup();
    for (boolean records : new boolean[] {true, false}) {
      String word = texts.get(records ? "engines.charts.records" : "engines.charts.jobs");
      ToggleButton button = new ToggleButton(word);
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setToggleGroup(group);
      button.setSelected(records == viewModel.records());
      button.setOnAction(
          event -> {
            button.setSelected(true);
            viewModel.showRecords(records);
            show();
          });
      box.getChildren().add(button);
    }
    return box;
  }

  /** All cards: wide ones at the left so that their times begin and end at the same place. */
  Node node() {
    GridPane grid = new GridPane();
    grid.setHgap(12);
    grid.setVgap(12);
    grid.getColumnConstraints().setAll(column(WIDE), column(100 - WIDE));
    grid.add(throughput, 0, 0);
    grid.add(failures, 1, 0);
    grid.add(breakers, 0, 1);
    transitions.getStyleClass().add(Styles.CARD);
    transitions.setMaxHeight(Double.MAX_VALUE);
    grid.add(transitions, 1, 1);
    grid.add(durations, 0, 2);
    grid.add(resources, 1, 2);
    return grid;
  }

  private static ColumnConstraints column(double percent) {
    ColumnConstraints column = new ColumnConstraints();
    column.setPercentWidth(percent);
    return column;
  }
}
