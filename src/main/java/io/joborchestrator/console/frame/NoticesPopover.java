package io.joborchestrator.console.frame;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What happened lately, under the bell: jobs that ended, sleep of this machine. */
final class NoticesPopover {
  private static final int MOST = 8;

  private NoticesPopover() {}

  static VBox make(
      List<Notice> notices, Instant now, ZoneId zone, Texts texts, Consumer<String> onJob) {
    VBox box = new VBox(Popovers.head(texts.get("frame.notices")));
    if (notices.isEmpty()) {
      box.getChildren().add(Popovers.empty(texts.get("frame.notices.none")));
    }
    notices.stream()
        .limit(MOST)
        .map(notice -> item(notice, now, zone, onJob))
        .forEach(item -> box.getChildren().add(item));
    return box;
  }

  private static VBox item(Notice notice, Instant now, ZoneId zone, Consumer<String> onJob) {
    Label age = new Label(Formats.relative(notice.at(), zone, now));
    age.getStyleClass().addAll(Styles.SMALL, Styles.FAINT);
    age.setMinWidth(Region.USE_PREF_SIZE);
    VBox item =
        notice instanceof Notice.JobEnded ended
            ? ended(ended.job(), age, onJob)
            : away((Notice.WasAway) notice, age);
    item.getStyleClass().add("popover-item");
    return item;
  }

  private static VBox away(Notice.WasAway notice, Label age) {
    Label sentence = new Label(notice.sentence());
    sentence.setGraphic(Icons.of("mdomz-nights_stay"));
    sentence.setWrapText(true);
    sentence.setMinHeight(Region.USE_PREF_SIZE);
    return new VBox(sentence, age);
  }

  private static VBox ended(JobRow job, Label age, Consumer<String> onJob) {
    Label name = new Label(job.name());
    name.getStyleClass().add(Styles.NAME);
    Label id = new Label(Formats.shortId(job.jobId()));
    id.getStyleClass().add(Styles.ID);
    id.setMinWidth(Region.USE_PREF_SIZE);
    HBox first = new HBox(6, name, id);
    first.setAlignment(Pos.CENTER_LEFT);
    StatusLabel status = new StatusLabel(StatusView.of(job.status()), Styles.SMALL);
    status.setMinWidth(Region.USE_PREF_SIZE);
    Label facts = new Label(facts(job));
    facts.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox second = new HBox(8, status, facts, space, age);
    second.setAlignment(Pos.CENTER_LEFT);
    VBox item = new VBox(first, second);
    item.getStyleClass().add("clickable");
    item.setOnMouseClicked(event -> onJob.accept(job.jobId()));
    return item;
  }

  private static String facts(JobRow job) {
    String reason = job.reason();
    if (reason != null) {
      return reason;
    }
    Duration ran = job.ran();
    return ran == null ? "" : Formats.duration(ran);
  }
}
