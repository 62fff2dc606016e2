package io.joborchestrator.console.task;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Asks the same question again and again without piling up: while one is under way, further
 * requests become one that follows. An answer that arrives after {@link #stop} is dropped. FX
 * thread only.
 */
public final class Refresher<T> {
  private final UiTasks tasks;
  private final String what;
  private final Callable<T> question;
  private final Consumer<? super T> onAnswer;
  private final Consumer<? super Exception> onFailure;
  private UiTasks.Handle running = () -> {};
  private boolean asking;
  private boolean again;
  private long round;

  public Refresher(
      UiTasks tasks,
      String what,
      Callable<T> question,
      Consumer<? super T> onAnswer,
      Consumer<? super Exception> onFailure) {
    this.tasks = tasks;
    this.what = what;
    this.question = question;
    this.onAnswer = onAnswer;
    this.onFailure = onFailure;
  }

  /** Asks now, or once more after the question under way. */
  public void request() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    long mine = ++round;
    UiTasks.Handle handle =
        tasks.run(
            what,
            question,
            answer -> end(mine, () -> onAnswer.accept(answer)),
            failure -> end(mine, () -> onFailure.accept(failure)));
    if (asking && mine == round) {
      running = handle;
    }
  }

  private void end(long mine, Runnable callback) {
    if (mine != round) {
      return;
    }
    asking = false;
    callback.run();
    if (again) {
      request();
    }
  }

  /** Gives up the question under way. {@link #request} begins anew. */
  public void stop() {
    round++;
    asking = false;
    again = false;
    running.cancel();
  }
}
