package io.joborchestrator.console.engines;

import io.joborchestrator.console.engines.EnginesViewModel.Action;
import io.joborchestrator.console.view.ActionButton;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** What a card says of a circuit breaker, and the buttons for it. FX thread only. */
final class BreakerPart {
  private final EnginesViewModel viewModel;
  private final Texts texts;

  BreakerPart(EnginesViewModel viewModel, Texts texts) {
    this.viewModel = viewModel;
    this.texts = texts;
  }

  /** The state as a chip, and for how long. */
  Node state(BreakerRow breaker) {
    HBox line = new HBox(8, new StatusLabel(StatusView.of(breaker.state()), Styles.CHIP_STATE));
    line.setAlignment(Pos.CENTER_LEFT);
    if (breaker.state() != BreakerState.CLOSED) {
      Duration age = Duration.between(breaker.since(), viewModel.now());
      Label since = new Label(texts.get("engines.breaker.for", Formats.duration(age)));
      since.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
      line.getChildren().add(since);
    }
    return line;
  }

  /** Why it is open, and what comes next. */
  String words(BreakerRow breaker) {
    List<String> words = new ArrayList<>();
    String reason = breaker.reason();
    if (reason != null && breaker.state() != BreakerState.HALF_OPEN) {
      words.add(reason.endsWith(".") ? reason : reason + ".");
    }
    if (breaker.state() == BreakerState.FORCED_OPEN) {
      words.add(texts.get("engines.breaker.byPerson", String.valueOf(breaker.changedBy())));
    }
    nextProbe(breaker).ifPresent(words::add);
    if (breaker.failedProbes() > 0) {
      words.add(texts.count("engines.breaker.failedProbes", breaker.failedProbes()));
    }
    return String.join(" ", words);
  }

  private Optional<String> nextProbe(BreakerRow breaker) {
    if (breaker.state() == BreakerState.HALF_OPEN) {
      String job = breaker.probeJobId();
      return Optional.of(
          job == null
              ? texts.get("engines.breaker.asks", String.valueOf(breaker.probeWorker()))
              : texts.get(
                  "engines.breaker.probes",
                  String.valueOf(breaker.probeWorker()),
                  Formats.shortId(job)));
    }
    if (breaker.nextProbeAt() == null) {
      return Optional.empty();
    }
    Duration wait = Duration.between(viewModel.now(), breaker.nextProbeAt());
    if (breaker.workers() == 0) {
      return Optional.of(texts.get("engines.breaker.nobody"));
    }
    return Optional.of(
        wait.isNegative() || wait.isZero()
            ? texts.get("engines.breaker.due")
            : texts.get("engines.breaker.next", Formats.age(wait)));
  }

  String held(@Nullable BreakerRow breaker) {
    return breaker == null ? Formats.NONE : Formats.exact(breaker.heldJobs());
  }

  /** As {@link #failures}, without the numbers. */
  String failureShare(@Nullable BreakerRow breaker) {
    Double rate = breaker == null ? null : breaker.failureRate();
    return rate == null ? Formats.NONE : share(rate);
  }

  /** Share of the runs in the window that failed. */
  String failures(@Nullable BreakerRow breaker) {
    if (breaker == null) {
      return Formats.NONE;
    }
    Double rate = breaker.failureRate();
    return rate == null
        ? Formats.NONE
        : texts.get(
            "engines.breaker.rate",
            share(rate),
            Formats.exact(breaker.failures()),
            Formats.exact(breaker.runs()));
  }

  /** One failure of many is not none. */
  private static String share(double rate) {
    return rate > 0 && rate < 0.1
        ? String.format(Locale.ROOT, "%.1f %%", rate * 100)
        : Formats.percent(rate * 100);
  }

  /** When it opens. */
  String rule(BreakerRow breaker) {
    Integer failures = breaker.rule().failures();
    String window = Formats.age(breaker.rule().window());
    return failures != null
        ? texts.get(
            "engines.breaker.rule.count", texts.count("engines.breaker.failures", failures), window)
        : texts.get(
            "engines.breaker.rule.rate",
            Formats.percent(breaker.rule().rate() * 100),
            breaker.rule().runs(),
            window);
  }

  Node buttons(@Nullable BreakerRow breaker, String id) {
    HBox buttons =
        new HBox(
            8,
            button(Action.TRIP, "trip", breaker, id),
            button(Action.PROBE, "probe", breaker, id),
            button(Action.RESET, "reset", breaker, id));
    buttons.setAlignment(Pos.CENTER_LEFT);
    return buttons;
  }

  private Node button(Action action, String word, @Nullable BreakerRow breaker, String id) {
    ActionButton button =
        new ActionButton(
            texts.get("engines.breaker." + word),
            "mdomz-power",
            () -> {
              if (breaker != null) {
                viewModel.command(action, breaker);
              }
            });
    button.button().setId(word + "-" + id);
    button.button().setGraphic(null);
    button.button().getStyleClass().add(Styles.SMALL_BUTTON);
    button.show(viewModel.missing(action, breaker));
    return button;
  }
}
