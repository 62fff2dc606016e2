package io.joborchestrator.orchestrator.routing;

import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import io.joborchestrator.domain.job.RoutingRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses an engine: the one asked for if it can; else by kind, then as {@link EngineRanking} says,
 * then the configured order. A pure function; thread-safe.
 */
public final class EngineRouter {
  /** The name in a decision that found no engine. */
  public static final String NONE = "";

  private final RoutingRules rules;

  /** Without rules of the configuration. */
  public EngineRouter() {
    this(RoutingRules.DEFAULTS);
  }

  public EngineRouter(RoutingRules rules) {
    this.rules = rules;
  }

  /**
   * Decides.
   *
   * @param engines in order of preference where nothing else tells them apart
   * @return every engine with its reasons, the chosen one first; {@link #NONE} as engine if no
   *     engine can take the job now
   */
  public RoutingDecision decide(RoutingRequest request, List<EngineFacts> engines) {
    EngineRanking ranking = ranking(request, engines);
    Optional<EngineFacts> chosen = best(ranking, engines, engine -> isEligible(request, engine));
    List<Candidate> candidates = new ArrayList<>();
    for (EngineFacts engine : engines) {
      boolean taken = chosen.filter(engine::equals).isPresent();
      Candidate candidate = candidate(request, engine, taken, ranking);
      candidates.add(taken ? 0 : candidates.size(), candidate);
    }
    missing(request, engines).ifPresent(candidates::add);
    return new RoutingDecision(
        chosen.map(EngineFacts::name).orElse(NONE),
        candidates,
        chosen.map(taken -> fallback(request, ranking, engines, taken)).orElse(null));
  }

  /** The decision for the one job that probes an engine others are held back from. */
  public RoutingDecision probe(RoutingRequest request, EngineFacts engine) {
    List<Reason> reasons = new ArrayList<>();
    addRequest(request, engine, reasons);
    addKind(request, engine, reasons);
    reasons.add(
        new Reason("for", "It is the one job that probes this engine. " + engine.heldBack()));
    return new RoutingDecision(
        engine.name(), List.of(new Candidate(engine.name(), true, true, reasons)));
  }

  /**
   * Whether an engine that could run the job is held back by its circuit breaker: which and why.
   */
  public Optional<String> heldBack(RoutingRequest request, List<EngineFacts> engines) {
    EngineRanking ranking = ranking(request, engines);
    return best(ranking, engines, engine -> engine.heldBack() != null && isMeant(request, engine))
        .map(engine -> engine.name() + " is held back. " + engine.heldBack());
  }

  private EngineRanking ranking(RoutingRequest request, List<EngineFacts> engines) {
    return new EngineRanking(
        request, rules, engines, engine -> isMeant(request, engine) && engine.health().takesWork());
  }

  private static Optional<EngineFacts> best(
      EngineRanking ranking, List<EngineFacts> engines, Predicate<EngineFacts> fit) {
    return engines.stream()
        .filter(fit)
        .min(
            Comparator.comparingInt((EngineFacts engine) -> ranking.rank(engine))
                .thenComparingInt(engines::indexOf));
  }

  /** Null if the engine would have been taken anyway. */
  private static @Nullable String fallback(
      RoutingRequest request, EngineRanking ranking, List<EngineFacts> engines, EngineFacts taken) {
    return best(
            ranking,
            engines,
            engine ->
                isEligible(request, engine)
                    || (engine.heldBack() != null && isMeant(request, engine)))
        .filter(better -> better.heldBack() != null)
        .map(
            better ->
                better.name()
                    + " would be the choice but is held back, so "
                    + taken.name()
                    + " runs it. "
                    + better.heldBack())
        .orElse(null);
  }

  /** In words why no engine was found. */
  public static String whyNone(RoutingDecision decision) {
    StringBuilder text = new StringBuilder("No engine of this worker can run the job.");
    for (Candidate candidate : decision.candidates()) {
      candidate.reasons().stream()
          .filter(reason -> reason.verdict().equals("against"))
          .findFirst()
          .ifPresent(
              reason ->
                  text.append(' ').append(candidate.engine()).append(": ").append(reason.text()));
    }
    return text.toString();
  }

  private static boolean isEligible(RoutingRequest request, EngineFacts engine) {
    return isMeant(request, engine) && engine.health().takesWork() && engine.heldBack() == null;
  }

  private static boolean isMeant(RoutingRequest request, EngineFacts engine) {
    String asked = request.requestedEngine();
    return (asked == null || asked.equals(engine.name()))
        && engine.capabilities().runs(request.type())
        && request.canBeTakenBy(engine.name());
  }

  private static Candidate candidate(
      RoutingRequest request, EngineFacts engine, boolean taken, EngineRanking ranking) {
    List<Reason> reasons = new ArrayList<>();
    boolean eligible = isEligible(request, engine);
    addRequest(request, engine, reasons);
    addKind(request, engine, reasons);
    addFit(request, engine, reasons);
    addHealth(engine, reasons);
    if (engine.heldBack() != null) {
      reasons.add(new Reason("against", engine.heldBack()));
    }
    if (engine.capabilities().runs(request.type())) {
      reasons.addAll(ranking.reasons(engine));
      addSize(request, engine, ranking, reasons);
      addRoom(request, engine, ranking, reasons);
    }
    if (taken && ranking.isUndecided()) {
      reasons.add(new Reason("for", "It is the first choice where nothing speaks for another."));
    }
    return new Candidate(engine.name(), eligible, taken, reasons);
  }

  private static void addRequest(RoutingRequest request, EngineFacts engine, List<Reason> reasons) {
    String asked = request.requestedEngine();
    if (asked == null) {
      return;
    }
    if (asked.equals(engine.name())) {
      reasons.add(new Reason("for", "The submission asks for it."));
    } else {
      reasons.add(new Reason("against", "The submission asks for '" + asked + "'."));
    }
  }

  private static void addKind(RoutingRequest request, EngineFacts engine, List<Reason> reasons) {
    if (engine.capabilities().runs(request.type())) {
      reasons.add(new Reason("for", "It runs jobs of the kind '" + request.type() + "'."));
    } else {
      reasons.add(
          new Reason("against", "It does not run jobs of the kind '" + request.type() + "'."));
    }
  }

  private static void addFit(RoutingRequest request, EngineFacts engine, List<Reason> reasons) {
    EngineFit fit = request.fits().get(engine.name());
    if (fit != null && engine.capabilities().runs(request.type())) {
      reasons.add(new Reason(fit.fits() ? "for" : "against", fit.reason()));
    }
  }

  private static void addHealth(EngineFacts engine, List<Reason> reasons) {
    String message = engine.health().message();
    switch (engine.health().state()) {
      case READY -> reasons.add(new Reason("for", "It is ready."));
      case COLD -> reasons.add(new Reason("neutral", "It is not started yet: " + message));
      case STARTING -> reasons.add(new Reason("neutral", "It is starting: " + message));
      case UNAVAILABLE, OFF -> reasons.add(new Reason("against", message));
    }
  }

  private static void addSize(
      RoutingRequest request, EngineFacts engine, EngineRanking ranking, List<Reason> reasons) {
    if (request.inputBytes() == RoutingRequest.UNKNOWN) {
      return;
    }
    String size = Sizes.text(request.inputBytes());
    long comfortable = engine.capabilities().comfortableInputBytes();
    if (!ranking.isComfortable(engine)) {
      reasons.add(
          new Reason(
              "against",
              "The input of "
                  + size
                  + " is more than the "
                  + Sizes.text(comfortable)
                  + " it takes with ease."));
    } else if (comfortable == Long.MAX_VALUE) {
      reasons.add(new Reason("neutral", "It takes inputs of any size; this one has " + size + "."));
    } else {
      reasons.add(
          new Reason(
              "for",
              "The input of "
                  + size
                  + " is within the "
                  + Sizes.text(comfortable)
                  + " it takes with ease."));
    }
  }

  private static void addRoom(
      RoutingRequest request, EngineFacts engine, EngineRanking ranking, List<Reason> reasons) {
    if (engine.freeSlots() > 0) {
      reasons.add(new Reason("neutral", "Free slots: " + engine.freeSlots() + "."));
    } else if (ranking.isPassedOver(engine)) {
      reasons.add(
          new Reason(
              "against",
              "All its slots are taken, and a job of priority "
                  + request.priority().wire()
                  + " takes an engine that is free."));
    } else {
      reasons.add(new Reason("against", "All its slots are taken: the job would wait."));
    }
  }

  private static Optional<Candidate> missing(RoutingRequest request, List<EngineFacts> engines) {
    String asked = request.requestedEngine();
    List<String> names = engines.stream().map(EngineFacts::name).toList();
    if (asked == null || names.contains(asked)) {
      return Optional.empty();
    }
    String text = "This process has no engine of that name." + NearNames.hint(asked, names);
    return Optional.of(new Candidate(asked, false, false, List.of(new Reason("against", text))));
  }
}
