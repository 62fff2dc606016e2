package io.joborchestrator.console.offline;

import io.joborchestrator.console.offline.LastSeen.SeenJob;
import io.joborchestrator.console.offline.LastSeen.SeenLetter;
import io.joborchestrator.console.view.EngineCell;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.InstantCell;
import io.joborchestrator.console.view.NameCell;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.StatusCell;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.TextCell;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The lists as they were seen last, marked as old; nothing in it can be clicked. FX thread. */
public final class LastSeenView extends VBox {
  private static final double LETTERS_HEIGHT = 168;
  private static final double ROW = 30;

  private final LastSeen seen;
  private final Texts texts;
  private final ZoneId zone;
  private final Label title = new Label();

  public LastSeenView(LastSeen seen, Instant now, Texts texts, ZoneId zone) {
    this.seen = seen;
    this.texts = texts;
    this.zone = zone;
    setId("lastSeen");
    getStyleClass().addAll(Styles.STALE, "last-seen");
    TableView<SeenJob> jobs = jobs();
    VBox.setVgrow(jobs, Priority.ALWAYS);
    getChildren().setAll(banner(), counts(), heading("offline.jobs"), jobs);
    if (!seen.letters().isEmpty()) {
      getChildren().addAll(heading("offline.letters"), letters());
    }
    update(now);
  }

  /** Says how old it is by now. */
  public void update(Instant now) {
    title.setText(
        texts.get(
            "offline.title",
            Formats.time(seen.at(), zone, now),
            Formats.relative(seen.at(), zone, now)));
  }

  private HBox banner() {
    title.getStyleClass().add(Styles.W500);
    Label text = new Label(texts.get("offline.text"));
    text.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    text.setWrapText(true);
    HBox banner = new HBox(Icons.of("mdoal-cloud_off"), new VBox(title, text));
    banner.getStyleClass().add(Styles.BANNER);
    banner.pseudoClassStateChanged(PseudoClass.getPseudoClass("failed"), true);
    return banner;
  }

  private HBox counts() {
    HBox box = new HBox(20);
    box.setAlignment(Pos.CENTER_LEFT);
    box.getStyleClass().add(Styles.PAGE_HEAD);
    for (JobStatus status : JobStatus.values()) {
      if (seen.count(status) > 0) {
        Label count = new Label(Formats.count(seen.count(status)));
        count.getStyleClass().add(Styles.MUTED);
        HBox one = new HBox(6, new StatusLabel(StatusView.of(status)), count);
        one.setAlignment(Pos.CENTER_LEFT);
        one.setMinWidth(Region.USE_PREF_SIZE);
        box.getChildren().add(one);
      }
    }
    Label dead = new Label(texts.count("offline.unresolved", seen.unresolved()));
    dead.getStyleClass().add(Styles.MUTED);
    box.getChildren().add(dead);
    return box;
  }

  private Label heading(String key) {
    Label heading = new Label(texts.get(key));
    heading.getStyleClass().addAll(Styles.HEADING, "offline-heading");
    return heading;
  }

  private TableView<SeenJob> jobs() {
    TableView<SeenJob> table = table();
    table.setId("lastSeenJobs");
    table
        .getColumns()
        .setAll(
            List.of(
                column("offline.state", 120, () -> new StatusCell<SeenJob>(this::status)),
                column(
                    "offline.job",
                    280,
                    () ->
                        new NameCell<SeenJob>(
                            SeenJob::name, job -> Formats.shortId(job.jobId()), Styles.ID)),
                column("offline.reason", 240, () -> new TextCell<SeenJob>(SeenJob::reason)),
                column("offline.type", 130, () -> new TextCell<SeenJob>(SeenJob::type)),
                column("offline.engine", 100, () -> new EngineCell<SeenJob>(SeenJob::engine)),
                column("offline.owner", 120, () -> new TextCell<SeenJob>(SeenJob::owner)),
                column("offline.submitted", 160, () -> time(SeenJob::submittedMillis))));
    table.getItems().setAll(seen.jobs());
    return table;
  }

  private TableView<SeenLetter> letters() {
    TableView<SeenLetter> table = table();
    table.setMinHeight(LETTERS_HEIGHT);
    table.setMaxHeight(LETTERS_HEIGHT);
    table
        .getColumns()
        .setAll(
            List.of(
                column(
                    "offline.job",
                    280,
                    () ->
                        new NameCell<SeenLetter>(
                            SeenLetter::name, row -> Formats.shortId(row.jobId()), Styles.ID)),
                column("offline.code", 180, () -> new TextCell<SeenLetter>(SeenLetter::code)),
                column("offline.reason", 420, () -> new TextCell<SeenLetter>(SeenLetter::message)),
                column("offline.failed", 160, () -> time(SeenLetter::failedMillis))));
    table.getItems().setAll(seen.letters());
    return table;
  }

  private static <T> TableView<T> table() {
    TableView<T> table = new TableView<>();
    table.setFixedCellSize(ROW);
    table.setMinHeight(ROW * 4);
    return table;
  }

  private <T> TableColumn<T, T> column(
      String key, double width, Supplier<? extends RowCell<T>> cells) {
    TableColumn<T, T> column = new TableColumn<>(texts.get(key));
    RowCell.column(column, cells);
    column.setPrefWidth(width);
    return column;
  }

  /** Without a relative time: the page as a whole says how old it is. */
  private <T> InstantCell<T> time(java.util.function.ToLongFunction<T> millis) {
    return new InstantCell<>(
        row -> Instant.ofEpochMilli(millis.applyAsLong(row)), () -> null, zone);
  }

  private @org.jspecify.annotations.Nullable StatusView status(SeenJob job) {
    Optional<JobStatus> known =
        Arrays.stream(JobStatus.values()).filter(s -> s.name().equals(job.status())).findFirst();
    return known.map(StatusView::of).orElse(null);
  }
}
