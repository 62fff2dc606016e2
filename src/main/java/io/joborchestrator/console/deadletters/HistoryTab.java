package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.job.JobEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Replays of the entry with their jobs, and every event of the job. FX thread only. */
final class HistoryTab extends VBox {
  private static final int MOST_EVENTS = 200;

  private final DeadLettersViewModel viewModel;
  private final PageContext context;
  private final Texts texts;

  HistoryTab(DeadLettersViewModel viewModel) {
    this.viewModel = viewModel;
    this.context = viewModel.context();
    this.texts = context.texts();
    getStyleClass().add("detail-body");
  }

  void show(EntryDetailViewModel.Look look) {
    DeadLetterDetail detail = look.detail();
    getChildren()
        .setAll(Parts.label(texts.count("dead.replays", detail.replays().size()), Styles.HEADING));
    if (detail.replays().isEmpty()) {
      getChildren().add(Parts.label(texts.get("dead.replays.none"), Styles.MUTED));
    }
    List<DeadLetterDetail.Replay> replays = detail.replays();
    for (int i = replays.size() - 1; i >= 0; i--) {
      getChildren().add(replay(replays.get(i)));
    }
    VBox events = new VBox(6, Parts.label(texts.get("dead.events"), Styles.HEADING));
    events.getStyleClass().add("detail-section");
    List<JobEvent> all = look.events();
    if (all.isEmpty()) {
      events.getChildren().add(Parts.label(texts.get("dead.events.none"), Styles.MUTED));
    }
    for (int i = all.size() - 1; i >= Math.max(0, all.size() - MOST_EVENTS); i--) {
      events.getChildren().add(event(all.get(i)));
    }
    getChildren().add(events);
  }

  static StatusView outcome(
      io.joborchestrator.domain.deadletter.BulkOperationItem.State state, Texts texts) {
    String word = texts.get("dead.item." + state.wire());
    return switch (state) {
      case WAITING -> new StatusView(word, "mdomz-schedule", "pending");
      case SUBMITTED -> new StatusView(word, "mdmz-play_circle_filled", "running");
      case SUCCEEDED -> new StatusView(word, "mdal-check_circle", "completed");
      case FAILED -> new StatusView(word, "mdal-error", "failed");
      case CANCELLED -> new StatusView(word, "mdal-block", "cancelled");
      case SKIPPED -> new StatusView(word, "mdmz-radio_button_unchecked", "cancelled");
    };
  }

  private Node replay(DeadLetterDetail.Replay replay) {
    StatusLabel state = new StatusLabel(outcome(replay.outcome(), texts));
    state.setMinWidth(104);
    Button operation = new Button(texts.get("dead.replay.number", replay.operationNo()));
    operation.getStyleClass().add(Styles.LINK_BUTTON);
    operation.setOnAction(event -> viewModel.showOperation(replay.operationNo()));
    HBox head = new HBox(8, state, time(replay.at()), operation, Parts.space());
    head.setAlignment(Pos.CENTER_LEFT);
    String job = replay.jobId();
    if (job != null) {
      Button open = new Button(texts.get("dead.openReplayJob", Formats.shortId(job)));
      open.getStyleClass().add(Styles.LINK_BUTTON);
      open.setOnAction(event -> context.navigator().openJob(job));
      head.getChildren().add(open);
    }
    VBox box = new VBox(2, head, Parts.label(facts(replay), Styles.SMALL, Styles.MUTED));
    if (replay.message() != null) {
      box.getChildren().add(Parts.wrapped(replay.message(), Styles.SMALL, Styles.ERROR_TEXT));
    }
    box.getStyleClass().add("lineage-row");
    return box;
  }

  private String facts(DeadLetterDetail.Replay replay) {
    String facts = texts.get("dead.by", replay.by());
    if (replay.engine() != null) {
      facts += ", " + texts.get("dead.replay.engine", EngineLabel.nameOf(replay.engine()));
    }
    return replay.editedPayload() == null ? facts : facts + ", " + texts.get("dead.replay.edited");
  }

  private Label time(Instant at) {
    ZoneId zone = context.clock().getZone();
    Label label = Parts.label(Formats.time(at, zone, context.feed().now()), Styles.SMALL);
    Tooltips.set(label, Formats.utc(at));
    return label;
  }

  private Node event(JobEvent event) {
    String word = event.event().replace('_', ' ');
    String title =
        word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    Label time = time(event.at());
    time.setMinWidth(92);
    String reason = event.reason() == null ? "" : event.reason();
    Label why = Parts.label(reason, Styles.SMALL, Styles.MUTED);
    HBox line =
        new HBox(
            8,
            time,
            Parts.label(title, Styles.NAME),
            Parts.label(texts.get("dead.by", event.actor()), Styles.SMALL, Styles.MUTED),
            why);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
