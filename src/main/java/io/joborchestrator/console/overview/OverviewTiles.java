package io.joborchestrator.console.overview;

import io.joborchestrator.console.overview.OverviewData.History;
import io.joborchestrator.console.overview.Tile.Kind;
import io.joborchestrator.console.overview.Tile.Tone;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.statistics.FleetPoint;
import io.joborchestrator.domain.statistics.RunCounts;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Puts the figures into words. */
record OverviewTiles(Texts texts) {
  List<Tile> of(OverviewData data) {
    History history = data.history();
    return List.of(
        running(data),
        queued(data),
        completed(history),
        failed(history),
        success(history),
        records(history),
        deadLetters(data));
  }

  private Tile running(OverviewData data) {
    long running = data.jobs().of(JobStatus.RUNNING);
    String fact =
        data.slots() == 0
            ? texts.get("overview.running.none")
            : texts.get(
                "overview.running.fact",
                Formats.exact(data.slots()),
                Formats.percent(100.0 * running / data.slots()));
    return new Tile(
        Kind.RUNNING,
        Formats.count(running),
        "",
        fact,
        data.slots() == 0 ? Tone.BAD : Tone.PLAIN,
        fleet(data, FleetPoint::running));
  }

  private Tile queued(OverviewData data) {
    String fact =
        data.oldestWait() == null
            ? texts.get("overview.queued.none")
            : texts.get("overview.queued.fact", Formats.duration(data.oldestWait()));
    return new Tile(
        Kind.QUEUED,
        Formats.count(data.jobs().of(JobStatus.QUEUED)),
        "",
        fact,
        Tone.PLAIN,
        fleet(data, FleetPoint::queued));
  }

  private Tile completed(History history) {
    long now = history.hour().completed();
    long before = history.yesterday().completed();
    return new Tile(
        Kind.COMPLETED,
        Formats.count(now),
        texts.get("overview.perHour"),
        share(now, before),
        Tone.PLAIN,
        runs(history, RunCounts::completed));
  }

  /** In per cent while that says something, else in numbers. */
  private String share(long now, long before) {
    if (before == 0) {
      return texts.get("overview.yesterday.none");
    }
    long percent = Math.round(100.0 * (now - before) / before);
    if (percent == 0) {
      return texts.get("overview.yesterday.same");
    }
    String amount =
        Math.abs(percent) <= 300
            ? Formats.exact(Math.abs(percent)) + " %"
            : Formats.count(Math.abs(now - before));
    return compared(amount, percent > 0);
  }

  private String compared(String amount, boolean more) {
    return texts.get(more ? "overview.yesterday.over" : "overview.yesterday.under", amount);
  }

  private Tile failed(History history) {
    long now = history.hour().deadLettered();
    long before = history.yesterday().deadLettered();
    String fact =
        now == before
            ? texts.get("overview.yesterday.same")
            : compared(Formats.count(Math.abs(now - before)), now > before);
    return new Tile(
        Kind.FAILED,
        Formats.count(now),
        texts.get("overview.perHour"),
        fact,
        now > before ? Tone.BAD : Tone.PLAIN,
        runs(history, RunCounts::deadLettered));
  }

  private Tile success(History history) {
    String rate = rate(history.hour());
    String mean = rate(history.month());
    return new Tile(
        Kind.SUCCESS,
        rate,
        rate.equals(Formats.NONE) ? "" : "%",
        mean.equals(Formats.NONE)
            ? texts.get("overview.success.none")
            : texts.get("overview.success.mean", mean),
        Tone.PLAIN,
        history.range().all().points().stream()
            .filter(point -> point.counts().decided() > 0)
            .map(point -> (double) point.counts().completed() / point.counts().decided())
            .toList());
  }

  /** With one place, and 100 only if nothing failed. */
  private static String rate(RunCounts counts) {
    if (counts.decided() == 0) {
      return Formats.NONE;
    }
    double percent = Math.floor(1000.0 * counts.completed() / counts.decided()) / 10;
    return percent == 100 ? "100" : String.format(Locale.ENGLISH, "%.1f", percent);
  }

  private Tile records(History history) {
    String[] parts = Formats.count(history.hour().records()).split(" ", 2);
    String perHour = texts.get("overview.perHour");
    return new Tile(
        Kind.RECORDS,
        parts[0],
        parts.length > 1 ? parts[1] + perHour : perHour,
        texts.get("overview.records.written", Formats.bytes(history.hour().bytes())),
        Tone.PLAIN,
        runs(history, RunCounts::records));
  }

  private Tile deadLetters(OverviewData data) {
    boolean replaying = data.replaying() > 0;
    return new Tile(
        Kind.DEAD_LETTERS,
        Formats.count(data.deadLetters()),
        texts.get("overview.dead.open"),
        replaying
            ? texts.get("overview.dead.replaying", Formats.count(data.replaying()))
            : texts.get("overview.dead.none"),
        replaying ? Tone.DEAD : Tone.PLAIN,
        fleet(data, FleetPoint::deadLetters));
  }

  private static List<Double> runs(History history, ToDoubleFunction<RunCounts> value) {
    return history.range().all().points().stream()
        .map(point -> value.applyAsDouble(point.counts()))
        .toList();
  }

  private static List<Double> fleet(OverviewData data, ToDoubleFunction<FleetPoint> value) {
    return data.history().range().fleet().stream().map(value::applyAsDouble).toList();
  }
}
