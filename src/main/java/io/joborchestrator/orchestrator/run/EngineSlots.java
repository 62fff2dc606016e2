package io.joborchestrator.orchestrator.run;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.orchestrator.routing.EngineFacts;
import io.joborchestrator.store.WorkStore.ClaimRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which engines there are and how much room each has. Thread-safe. */
public final class EngineSlots {
  private final Map<String, Desk> desks = new LinkedHashMap<>();
  private final EngineGuard guard;
  private int unassigned;

  private static final class Desk {
    private final ExecutionEngine engine;
    private final Deque<ActiveRun> waiting = new ArrayDeque<>();
    private int running;

    private Desk(ExecutionEngine engine) {
      this.engine = engine;
    }

    private int free() {
      return engine.capabilities().slots() - running - waiting.size();
    }
  }

  /** Engines that nothing holds back, in order of preference. */
  public EngineSlots(List<ExecutionEngine> engines) {
    this(engines, EngineGuard.NONE);
  }

  /**
   * @param engines in order of preference
   */
  public EngineSlots(List<ExecutionEngine> engines, EngineGuard guard) {
    this.guard = guard;
    engines.forEach(engine -> desks.put(engine.name(), new Desk(engine)));
  }

  EngineGuard guard() {
    return guard;
  }

  public Optional<ExecutionEngine> engine(String name) {
    return Optional.ofNullable(desks.get(name)).map(desk -> desk.engine);
  }

  public List<ExecutionEngine> engines() {
    return desks.values().stream().map(desk -> desk.engine).toList();
  }

  public synchronized List<EngineFacts> facts() {
    return desks.values().stream()
        .map(
            desk ->
                new EngineFacts(
                    desk.engine.name(),
                    desk.engine.capabilities(),
                    desk.engine.health(),
                    Math.max(0, desk.free()),
                    guard.heldBack(desk.engine.name())))
        .toList();
  }

  /** What can be taken now, or empty if there is no room. Claims without an engine yet count. */
  public synchronized Optional<ClaimRequest> room() {
    int free = -unassigned;
    Set<String> kinds = new LinkedHashSet<>();
    Set<String> engines = new LinkedHashSet<>();
    for (Desk desk : desks.values()) {
      boolean open = desk.engine.health().takesWork() && guard.heldBack(desk.engine.name()) == null;
      if (open) {
        free += desk.free();
      }
      if (open && desk.free() > 0) {
        kinds.addAll(desk.engine.capabilities().jobTypes());
        engines.add(desk.engine.name());
      }
    }
    return free > 0 && !engines.isEmpty()
        ? Optional.of(new ClaimRequest(free, List.copyOf(kinds), List.copyOf(engines)))
        : Optional.empty();
  }

  /**
   * Keeps room for a run that was not claimed yet; it counts as {@link #claimed} from here on.
   *
   * @return null, or in words why there is no room at once
   */
  synchronized @Nullable String reserve(String engine) {
    Desk desk = desks.get(engine);
    if (desk == null) {
      return "No engine of this process can run it now.";
    }
    String heldBack = guard.heldBack(engine);
    if (heldBack != null) {
      return engine + " is held back. " + heldBack;
    }
    if (!desk.engine.health().takesWork()) {
      return engine + " takes no work. " + desk.engine.health().message();
    }
    if (desk.free() - unassigned <= 0) {
      return "No slot of " + engine + " is free in this process.";
    }
    unassigned++;
    return null;
  }

  synchronized void claimed() {
    unassigned++;
  }

  /** A claim ended before it got an engine. */
  synchronized void withdrawn() {
    unassigned--;
  }

  /** True: the run has a slot now. False: it waits, and is returned by a later {@link #freed}. */
  synchronized boolean assign(String engine, ActiveRun run) {
    unassigned--;
    Desk desk = desk(engine);
    if (desk.running < desk.engine.capabilities().slots()) {
      desk.running++;
      return true;
    }
    desk.waiting.add(run);
    return false;
  }

  /** Takes away what waits for a slot of this engine. */
  synchronized List<ActiveRun> takeWaiting(String engine) {
    Desk desk = desk(engine);
    List<ActiveRun> waiting = List.copyOf(desk.waiting);
    desk.waiting.clear();
    return waiting;
  }

  /** Gives a slot back. Returns the run that gets it next, or null. */
  synchronized @Nullable ActiveRun freed(String engine) {
    Desk desk = desk(engine);
    ActiveRun next = desk.waiting.poll();
    if (next == null) {
      desk.running--;
    }
    return next;
  }

  private Desk desk(String engine) {
    Desk desk = desks.get(engine);
    if (desk == null) {
      throw new IllegalArgumentException("No engine " + engine);
    }
    return desk;
  }
}
