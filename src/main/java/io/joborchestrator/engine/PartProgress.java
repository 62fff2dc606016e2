package io.joborchestrator.engine;

import io.joborchestrator.domain.job.RunEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one of several parts of a run says, its progress as progress of the run.
 *
 * @param part from 0
 * @param words what the part does, or null: what it says itself
 * @param records those of the run while the part goes on, or null: what it says itself
 */
public record PartProgress(
    RunListener listener, int part, int parts, @Nullable String words, @Nullable Long records)
    implements RunListener {
  public PartProgress(RunListener listener, int part, int parts, @Nullable String words) {
    this(listener, part, parts, words, null);
  }

  /** Says that the part has begun. */
  public void begin() {
    progress(new RunProgress(0.0, 0, 0, 0, words));
  }

  @Override
  public void progress(RunProgress progress) {
    Double percent = progress.percent();
    double done = percent == null ? 0 : percent / 100;
    listener.progress(
        new RunProgress(
            100 * (part + done) / parts,
            records == null ? progress.records() : records,
            records == null ? progress.recordsTotal() : 0,
            progress.bytes(),
            words == null ? progress.message() : words));
  }

  @Override
  public void log(String level, String line) {
    listener.log(level, line);
  }

  @Override
  public void event(RunEvent event) {
    listener.event(event);
  }
}
