package io.joborchestrator.testing;

import io.joborchestrator.console.task.UiTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * {@link UiTasks} that does everything at once on the calling thread. Delayed and repeated calls
 * wait for {@link #elapse}. With {@link #hold} answers wait for {@link #release}, in order, so that
 * a test can see what is shown meanwhile.
 */
public final class DirectUiTasks implements UiTasks {
  private final List<Timer> timers = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private final List<String> started = new ArrayList<>();
  private boolean holding;
  private Duration now = Duration.ZERO;

  @Override
  public <T> Handle run(
      String what,
      Callable<T> work,
      Consumer<? super T> onSuccess,
      Consumer<? super Exception> onFailure) {
    started.add(what);
    boolean[] cancelled = {false};
    Runnable whole = () -> callBack(cancelled, work, onSuccess, onFailure);
    if (holding) {
      held.add(whole);
    } else {
      whole.run();
    }
    return () -> cancelled[0] = true;
  }

  private static <T> void callBack(
      boolean[] cancelled,
      Callable<T> work,
      Consumer<? super T> onSuccess,
      Consumer<? super Exception> onFailure) {
    if (cancelled[0]) {
      return;
    }
    T result;
    try {
      result = work.call();
    } catch (Exception e) {
      onFailure.accept(e);
      return;
    }
    onSuccess.accept(result);
  }

  /** Answers wait from now on. */
  public void hold() {
    holding = true;
  }

  /** Lets every waiting answer arrive, oldest first, and holds no more. */
  public void release() {
    holding = false;
    List<Runnable> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(Runnable::run);
  }

  /** Lets the newest waiting answer arrive first: answers that overtake one another. */
  public void releaseNewestFirst() {
    holding = false;
    List<Runnable> waiting = new ArrayList<>(held);
    held.clear();
    java.util.Collections.reverse(waiting);
    waiting.forEach(Runnable::run);
  }

  /** What was started so far, by the words given. */
  public List<String> started() {
    return List.copyOf(started);
  }

  @Override
  public Handle after(Duration delay, Runnable onFxThread) {
    return add(new Timer(now.plus(delay), null, onFxThread));
  }

  @Override
  public Handle every(Duration interval, Runnable onFxThread) {
    return add(new Timer(now.plus(interval), interval, onFxThread));
  }

  private Handle add(Timer timer) {
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Lets time pass and calls what is due, in order. */
  public void elapse(Duration duration) {
    Duration end = now.plus(duration);
    while (true) {
      Timer next =
          timers.stream()
              .filter(timer -> timer.due.compareTo(end) <= 0)
              .min(java.util.Comparator.comparing(timer -> timer.due))
              .orElse(null);
      if (next == null) {
        break;
      }
      now = next.due;
      next.fire();
    }
    now = end;
  }

  /** Timers still waiting: a page that is hidden must leave none. */
  public int waitingTimers() {
    return timers.size();
  }

  private final class Timer {
    private Duration due;
    private final @org.jspecify.annotations.Nullable Duration interval;
    private final Runnable action;

    Timer(Duration due, @org.jspecify.annotations.Nullable Duration interval, Runnable action) {
      this.due = due;
      this.interval = interval;
      this.action = action;
    }

    private void fire() {
      if (interval == null) {
        timers.remove(this);
      } else {
        due = due.plus(interval);
      }
      action.run();
    }
  }
}
