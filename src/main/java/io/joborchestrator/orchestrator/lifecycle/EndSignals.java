package io.joborchestrator.orchestrator.lifecycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Hears the signals that ask the process to end (TERM, Ctrl+C, a closed terminal). Without it the
 * virtual machine would begin to shut down at once, and user interface and engines take themselves
 * apart while they are still needed. The first signal is handed on; a second Ctrl+C ends the
 * process at once. Closing it brings back what was there before.
 */
public final class EndSignals implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EndSignals.class);
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
  private static final String IMPATIENT = "INT";
  private static final int FIRST_EXIT_CODE = 128;

  private final IntConsumer onFirst;
  private final AtomicBoolean heard = new AtomicBoolean();
  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

  /**
   * @param onFirst gets the exit code that the signal asks for, on a thread of its own
   */
  public EndSignals(IntConsumer onFirst) {
    this.onFirst = onFirst;
    for (String name : NAMES) {
      try {
        Signal signal = new Signal(name);
        before.put(signal, Signal.handle(signal, this::heard));
      } catch (IllegalArgumentException unknownHere) {
        log.debug("The signal {} cannot be heard on this system", name, unknownHere);
      }
    }
  }

  private void heard(Signal signal) {
    int exitCode = FIRST_EXIT_CODE + signal.getNumber();
    if (heard.compareAndSet(false, true)) {
      log.info("The process was asked to end by the signal {}", signal.getName());
      onFirst.accept(exitCode);
    } else if (signal.getName().equals(IMPATIENT)) {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
