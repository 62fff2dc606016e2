package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.JobEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Everything that happened to the job: when, what, who, why. Newest last. FX thread only. */
final class EventsView extends BorderPane {
  EventsView(JobDetailViewModel viewModel) {
    setMinSize(0, 0);
    ListView<JobEvent> list = new ListView<>(viewModel.history().events());
    list.setId("eventList");
    list.getStyleClass().add("event-list");
    list.setFixedCellSize(48);
    list.setPlaceholder(
        SummaryView.label(viewModel.context().texts().get("jobs.events.none"), Styles.MUTED));
    list.setCellFactory(view -> new Cell(viewModel));
    setCenter(list);
  }

  private static final class Cell extends ListCell<JobEvent> {
    private final JobDetailViewModel viewModel;
    private final Texts texts;
    private final Label event = SummaryView.label("", Styles.NAME);
    private final Label actor = SummaryView.label("", Styles.SMALL, Styles.MUTED);
    private final Label reason = SummaryView.label("", Styles.SMALL, Styles.MUTED);
    private final Label at = SummaryView.label("", Styles.SMALL);
    private final Label relative = SummaryView.label("", Styles.SMALL, Styles.FAINT);
    private final HBox box;

    Cell(JobDetailViewModel viewModel) {
      this.viewModel = viewModel;
      this.texts = viewModel.context().texts();
      VBox time = new VBox(at, relative);
      time.setMinWidth(112);
      time.setAlignment(Pos.CENTER_LEFT);
      HBox head = new HBox(6, event, actor);
      head.setAlignment(Pos.BASELINE_LEFT);
      VBox words = new VBox(head, reason);
      words.setAlignment(Pos.CENTER_LEFT);
      box = new HBox(8, time, words);
      box.setAlignment(Pos.CENTER_LEFT);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable JobEvent item, boolean empty) {
      super.updateItem(item, empty);
      setGraphic(item == null || empty ? null : box);
      if (item == null || empty) {
        return;
      }
      Instant now = viewModel.context().feed().now();
      ZoneId zone = viewModel.context().clock().getZone();
      event.setText(words(item));
      actor.setText(
          item.epoch() > 0
              ? texts.get("jobs.events.byOf", item.actor(), item.epoch())
              : texts.get("jobs.events.by", item.actor()));
      String why = item.reason();
      String data = dataWords(item.data());
      reason.setText(why == null || why.isBlank() ? data : why);
      SummaryView.showIf(reason, !reason.getText().isEmpty());
      at.setText(Formats.time(item.at(), zone, now));
      relative.setText(Formats.relative(item.at(), zone, now));
      Tooltips.set(this, Formats.utc(item.at()) + (data.isEmpty() ? "" : "\n" + data));
    }

    /** What belongs to the event as words: "engine local, delay 5". */
    private static String dataWords(ObjectNode data) {
      return data.properties().stream()
          .map(field -> field.getKey().replace('_', ' ') + " " + text(field.getValue()))
          .collect(Collectors.joining(", "));
    }

    private static String text(JsonNode value) {
      return value.isValueNode() ? value.asText() : value.toString();
    }

    private String words(JobEvent event) {
      String text =
          "released".equals(event.event())
              ? texts.get("jobs.attempt.released")
              : event.event().replace('_', ' ');
      return text.isEmpty()
          ? text
          : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }
  }
}
