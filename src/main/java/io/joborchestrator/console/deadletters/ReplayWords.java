package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rates, rules and states of replays in words. */
final class ReplayWords {
  private ReplayWords() {}

  static String rate(@Nullable Double perSecond, Texts texts) {
    if (perSecond == null) {
      return texts.get("dead.rate.free");
    }
    boolean slow = perSecond < 1;
    long number = Math.round(slow ? perSecond * 60 : perSecond);
    return texts.get(slow ? "dead.rate.minute" : "dead.rate.second", Formats.exact(number));
  }

  static String stop(@Nullable Integer failures, Texts texts) {
    return failures == null ? texts.get("dead.stop.never") : texts.count("dead.stop", failures);
  }

  /** The rules of a form in one sentence. */
  static String rules(ReplayViewModel form, Texts texts) {
    List<String> rules = new ArrayList<>();
    String rate = rate(form.rateProperty().get(), texts);
    rules.add(
        form.canaryProperty().get()
            ? texts.get("dead.rules.canary", rate)
            : texts.get("dead.rules.all", rate));
    rules.add(texts.get("dead.rules.stop", stop(form.stopAfterProperty().get(), texts)));
    String engine = form.engineProperty().get();
    if (engine != null) {
      rules.add(texts.get("dead.rules.engine", EngineLabel.nameOf(engine)));
    }
    return String.join(" ", rules);
  }

  /** What an operation is doing, as a heading: "Replay of 412 entries". */
  static String title(BulkOperation operation, Texts texts) {
    return texts.count("dead.operation." + operation.kind().wire(), operation.total());
  }

  /** "157 of 412". */
  static String progress(BulkOperation operation, Texts texts) {
    return texts.get(
        "dead.operation.progress",
        Formats.exact(operation.settled()),
        Formats.exact(operation.total()));
  }

  /** When it will be done at its rate, or empty. */
  static String remaining(BulkOperation operation, Texts texts) {
    ReplayOptions options = operation.options();
    String rate = rate(options.perSecond(), texts);
    if (operation.state() != BulkOperation.State.RUNNING || options.perSecond() == null) {
      return rate;
    }
    long seconds = (long) Math.ceil(operation.waiting() / options.perSecond());
    return operation.waiting() == 0
        ? rate
        : texts.get(
            "dead.operation.remaining", rate, Formats.duration(Duration.ofSeconds(seconds)));
  }
}
