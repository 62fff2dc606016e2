package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Operations;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.orchestrator.Orchestrator.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import org.jspecify.annotations.Nullable;

/** The words of the bottom bar. Bindings over the models; FX thread only. */
final class BottomBar {
  private final FrameViewModel model;
  private final LiveFeed feed;
  private final Texts texts;
  private final ZoneId zone;

  BottomBar(FrameViewModel model, LiveFeed feed, Texts texts, ZoneId zone) {
    this.model = model;
    this.feed = feed;
    this.texts = texts;
    this.zone = zone;
  }

  /** "live", "paused" or "failed": also the pseudo-class. */
  String tone() {
    if (!feed.connectedProperty().get()) {
      return "failed";
    }
    return feed.pausedProperty().get() ? "paused" : "live";
  }

  void onTone(InvalidationListener listener) {
    feed.connectedProperty().addListener(listener);
    feed.pausedProperty().addListener(listener);
  }

  StringBinding feedWord() {
    return Bindings.createStringBinding(
        () -> texts.get("frame.feed." + tone()), feed.connectedProperty(), feed.pausedProperty());
  }

  /** What is known and from when. */
  StringBinding feedFacts() {
    return Bindings.createStringBinding(
        () -> {
          String asOf = dataAsOf();
          if ("live".equals(tone())) {
            String every = Formats.age(LiveFeed.POLL);
            return asOf.isEmpty() ? "" : texts.get("frame.feed.every", every, asOf);
          }
          return asOf.isEmpty() ? "" : texts.get("frame.feed.asOf", asOf);
        },
        model.snapshotProperty(),
        feed.connectedProperty(),
        feed.pausedProperty());
  }

  private String dataAsOf() {
    FrameViewModel.Snapshot look = model.snapshotProperty().get();
    if (look == null) {
      return "";
    }
    Instant at = look.at();
    return Formats.time(at, zone, at);
  }

  StringBinding database() {
    return Bindings.createStringBinding(
        () -> databaseText(feed.connectionProperty().get()), feed.connectionProperty());
  }

  private String databaseText(ConnectionState state) {
    @Nullable Duration roundTrip = state.roundTrip();
    if (!state.connected() || roundTrip == null) {
      return texts.get(state.connected() ? "frame.database.waiting" : "frame.database.silent");
    }
    return texts.get(
        state.pollOnly() ? "frame.database.polled" : "frame.database", Formats.millis(roundTrip));
  }

  StringBinding running() {
    return Bindings.createStringBinding(
        () -> {
          FrameViewModel.Snapshot look = model.snapshotProperty().get();
          return look == null ? "" : texts.get("frame.running", Formats.exact(look.running()));
        },
        model.snapshotProperty());
  }

  StringBinding queued() {
    return Bindings.createStringBinding(
        () -> {
          FrameViewModel.Snapshot look = model.snapshotProperty().get();
          return look == null ? "" : texts.get("frame.queued", Formats.exact(look.queued()));
        },
        model.snapshotProperty());
  }

  /** The operation in the database that has gone on for longest, or null. */
  @Nullable BulkOperation foremost() {
    FrameViewModel.Snapshot look = model.snapshotProperty().get();
    return look == null || look.operations().isEmpty()
        ? null
        : look.operations().get(look.operations().size() - 1);
  }

  /** "Replaying 412 dead letters", or empty. */
  StringBinding operationTitle() {
    return Bindings.createStringBinding(
        () -> {
          BulkOperation operation = foremost();
          return operation == null ? "" : OperationWords.now(operation, texts);
        },
        model.snapshotProperty());
  }

  /** "157 of 412", or empty. */
  StringBinding operationProgress() {
    return Bindings.createStringBinding(
        () -> {
          BulkOperation operation = foremost();
          return operation == null ? "" : OperationWords.progress(operation, texts);
        },
        model.snapshotProperty());
  }

  /** How many breakers have which state; without a word before the first answer. */
  StringBinding breakers() {
    return Bindings.createStringBinding(
        () -> {
          List<String> words = new ArrayList<>();
          addBreakers(words, "frame.breakers.open", BreakerState.OPEN, BreakerState.FORCED_OPEN);
          addBreakers(words, "frame.breakers.halfOpen", BreakerState.HALF_OPEN);
          addBreakers(words, "frame.breakers.closed", BreakerState.CLOSED);
          return String.join("  ", words);
        },
        model.breakersProperty());
  }

  private void addBreakers(List<String> words, String key, BreakerState... states) {
    long count = breakersIn(states);
    if (count > 0) {
      words.add(texts.get(key, Formats.exact(count)));
    }
  }

  private long breakersIn(BreakerState... states) {
    return model.breakersProperty().get().stream()
        .filter(breaker -> List.of(states).contains(breaker.state()))
        .count();
  }

  /** The worst state: the icon of the summary. */
  StatusView worstBreaker() {
    if (breakersIn(BreakerState.OPEN, BreakerState.FORCED_OPEN) > 0) {
      return StatusView.of(BreakerState.OPEN);
    }
    return StatusView.of(
        breakersIn(BreakerState.HALF_OPEN) > 0 ? BreakerState.HALF_OPEN : BreakerState.CLOSED);
  }

  StringBinding operations(Operations operations) {
    return Bindings.createStringBinding(
        () -> {
          FrameViewModel.Snapshot look = model.snapshotProperty().get();
          int stored = look == null ? 0 : look.operations().size();
          int count = operations.running().size() + stored;
          return count == 0
              ? texts.get("frame.operations.none")
              : texts.count("frame.operations", count);
        },
        operations.running(),
        model.snapshotProperty());
  }
}
