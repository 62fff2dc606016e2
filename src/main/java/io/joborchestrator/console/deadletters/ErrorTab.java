package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobError;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Why it died: the error in words, its stack, how it stands, all attempts. FX thread only. */
final class ErrorTab extends VBox {
  private static final int MOST_ATTEMPTS = 50;

  private final PageContext context;
  private final Texts texts;
  private final Label title = Parts.wrapped("", Styles.NAME);
  private final HBox facts = new HBox(12);
  private final StackView stack;
  private final VBox standing = new VBox(4);
  private final HBox jobLine = new HBox(8);
  private final Label attemptsTitle = Parts.label("", Styles.HEADING);
  private final Label policy = Parts.label("", Styles.SMALL, Styles.MUTED);
  private final GridPane attempts = new GridPane();
  private @Nullable DeadLetterDetail shown;

  ErrorTab(PageContext context) {
    this.context = context;
    this.texts = context.texts();
    this.stack = new StackView(texts);
    getStyleClass().add("detail-body");
    HBox head = new HBox(10, Icons.of("mdal-error", Styles.ICON_BAD), title);
    head.setAlignment(Pos.TOP_LEFT);
    Button copy = new Button(texts.get("dead.copy.error"), Icons.of("mdoal-content_copy"));
    copy.getStyleClass().addAll(Styles.QUIET, Styles.SMALL_BUTTON);
    copy.setOnAction(event -> copy());
    facts.setAlignment(Pos.CENTER_LEFT);
    HBox factLine = new HBox(12, facts, Parts.space(), copy);
    factLine.setAlignment(Pos.CENTER_LEFT);
    jobLine.setAlignment(Pos.CENTER_LEFT);
    HBox attemptsHead = new HBox(8, attemptsTitle, Parts.space(), policy);
    attemptsHead.setAlignment(Pos.CENTER_LEFT);
    attempts.getStyleClass().add("attempt-grid");
    VBox section = new VBox(6, attemptsHead, attempts);
    section.getStyleClass().add("detail-section");
    getChildren().setAll(head, factLine, stack, standing, jobLine, section);
  }

  void show(DeadLetterDetail detail) {
    boolean same = detail.equals(shown);
    shown = detail;
    showStanding(detail);
    if (same) {
      return;
    }
    DeadLetterRow row = detail.row();
    JobError error = detail.error();
    title.setText(error == null ? texts.get("dead.error.none") : error.message());
    facts.getChildren().setAll(facts(row));
    String text = error == null || error.detail() == null ? "" : error.detail();
    stack.show(text);
    Parts.showIf(stack, !text.isBlank());
    showJob(row);
    showAttempts(detail);
  }

  private List<Node> facts(DeadLetterRow row) {
    List<Node> nodes = new ArrayList<>();
    if (row.errorCode() != null) {
      nodes.add(fact("dead.fact.code", row.errorCode()));
    }
    if (row.errorType() != null) {
      nodes.add(fact("dead.fact.type", row.errorType().name()));
    }
    nodes.add(fact("dead.fact.reason", EntryRows.reason(row.reason(), texts)));
    return nodes;
  }

  private Label fact(String key, String value) {
    return Parts.label(texts.get(key, value), Styles.SMALL, Styles.MUTED);
  }

  private void showStanding(DeadLetterDetail detail) {
    DeadLetterRow row = detail.row();
    StatusLabel state =
        new StatusLabel(EntryRows.outcome(row, texts), Styles.CHIP_STATE, Styles.CHIP_SMALL);
    Instant now = context.feed().now();
    ZoneId zone = context.clock().getZone();
    String by = row.stateBy() == null ? "" : texts.get("dead.by", row.stateBy());
    HBox line =
        new HBox(
            8,
            state,
            Parts.label(
                Formats.time(row.stateAt(), zone, now) + " " + by, Styles.SMALL, Styles.MUTED));
    line.setAlignment(Pos.CENTER_LEFT);
    standing.getChildren().setAll(line);
    if (row.stateReason() != null && !row.stateReason().isBlank()) {
      standing.getChildren().add(Parts.wrapped(row.stateReason(), Styles.SMALL, Styles.MUTED));
    }
    String counts = counts(row);
    if (!counts.isEmpty()) {
      standing.getChildren().add(Parts.wrapped(counts, Styles.SMALL, Styles.MUTED));
    }
  }

  private String counts(DeadLetterRow row) {
    List<String> words = new ArrayList<>();
    if (row.retryCount() > 0) {
      words.add(texts.count("dead.count.retries", row.retryCount()));
    }
    if (row.crashCount() > 0) {
      words.add(texts.count("dead.count.crashes", row.crashCount()));
    }
    if (row.manualRetries() > 0) {
      words.add(texts.count("dead.count.manual", row.manualRetries()));
    }
    if (row.replays() > 0) {
      words.add(texts.count("dead.count.replays", row.replays()));
    }
    return String.join(", ", words);
  }

  private void showJob(DeadLetterRow row) {
    Button open = new Button(texts.get("dead.openJob"), Icons.of("mdomz-open_in_new"));
    open.setId("openJob");
    open.getStyleClass().add(Styles.SMALL_BUTTON);
    open.setOnAction(event -> context.navigator().openJob(row.jobId()));
    jobLine
        .getChildren()
        .setAll(
            Parts.label(row.jobName(), Styles.NAME),
            Parts.label(row.jobId(), Styles.ID),
            Parts.space(),
            open);
  }

  private void showAttempts(DeadLetterDetail detail) {
    List<Attempt> all = detail.attempts();
    attemptsTitle.setText(texts.count("dead.attempts", all.size()));
    policy.setText(
        texts.get(
            "dead.policy",
            detail.retryPolicy() == null ? texts.get("dead.policy.kind") : detail.retryPolicy()));
    attempts.getChildren().clear();
    int line = 0;
    for (int i = all.size() - 1; i >= Math.max(0, all.size() - MOST_ATTEMPTS); i--) {
      addAttempt(line++, all.get(i));
    }
  }

  private void addAttempt(int line, Attempt attempt) {
    Instant now = context.feed().now();
    ZoneId zone = context.clock().getZone();
    JobError error = attempt.error();
    Instant end = attempt.endedAt();
    Label message = Parts.label(error == null ? attempt.outcome() : error.message(), Styles.SMALL);
    message.setMinWidth(0);
    GridPane.setHgrow(message, javafx.scene.layout.Priority.ALWAYS);
    message.setMaxWidth(Double.MAX_VALUE);
    Label worker =
        Parts.label(
            attempt.worker() == null ? Formats.NONE : attempt.worker(), Styles.SMALL, Styles.MUTED);
    worker.setMaxWidth(150);
    attempts.addRow(
        line,
        fixed(Integer.toString(attempt.epoch()), Styles.MUTED),
        fixed(Formats.time(attempt.startedAt(), zone, now)),
        worker,
        message,
        fixed(
            end == null
                ? Formats.NONE
                : Formats.duration(Duration.between(attempt.startedAt(), end)),
            Styles.MUTED));
  }

  private static Label fixed(String text, String... styles) {
    Label label = Parts.label(text, styles);
    label.getStyleClass().add(Styles.SMALL);
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private void copy() {
    DeadLetterDetail detail = shown;
    JobError error = detail == null ? null : detail.error();
    if (error != null) {
      String stackText = error.detail() == null ? "" : "\n" + error.detail();
      context.dialogs().copyToClipboard(error.code() + ": " + error.message() + stackText);
    }
  }
}
