package io.joborchestrator.orchestrator.routing;

import io.joborchestrator.domain.job.RoutingDecision.Reason;
import io.joborchestrator.domain.job.RoutingRules;
import io.joborchestrator.engine.EngineHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The order in which engines are taken for one job, with the reasons. What weighs more comes first:
 * a pressing job takes whatever is free; a rule of the configuration; past runs; the size of the
 * input, as the wrong engine costs minutes; and last room and warmth, as a wait or a start costs
 * seconds.
 */
final class EngineRanking {
  private static final int PRESSING = 64;
  private static final int RULE = 16;
  private static final int HISTORY = 8;
  private static final int SIZE = 4;

  private final RoutingRequest request;
  private final Optional<RoutingRules.Rule> rule;
  private final PastTimes times;
  private final Optional<String> fastest;
  private final boolean otherIsFree;

  /**
   * @param fit engines that could take the job now, as far as they are well
   */
  EngineRanking(
      RoutingRequest request,
      RoutingRules rules,
      List<EngineFacts> engines,
      Predicate<EngineFacts> fit) {
    this.request = request;
    List<EngineFacts> able = engines.stream().filter(fit).toList();
    List<String> names = able.stream().map(EngineFacts::name).toList();
    boolean open = request.requestedEngine() == null;
    this.rule =
        rules
            .ruleFor(request.type(), request.name(), request.priority(), request.inputBytes())
            .filter(one -> open && names.contains(one.engine()));
    this.times = new PastTimes(request, rules);
    this.fastest = open ? times.fastest(names) : Optional.empty();
    this.otherIsFree = able.stream().anyMatch(engine -> engine.freeSlots() > 0);
  }

  /** Lower is better. */
  int rank(EngineFacts engine) {
    int rank = isComfortable(engine) ? 0 : SIZE;
    if (rule.isPresent() && !rule.get().engine().equals(engine.name())) {
      rank += RULE;
    }
    if (fastest.isPresent() && !fastest.get().equals(engine.name())) {
      rank += HISTORY;
    }
    if (engine.heldBack() != null) {
      // As if it were well: whether it would have been the choice.
      return rank;
    }
    if (isPassedOver(engine)) {
      rank += PRESSING;
    }
    boolean warm = engine.health().state() == EngineHealth.State.READY;
    return warm && engine.freeSlots() > 0 ? rank : rank + (warm ? 1 : 2);
  }

  boolean isComfortable(EngineFacts engine) {
    return request.inputBytes() <= engine.capabilities().comfortableInputBytes();
  }

  /** Nothing but the configured order tells the engines apart. */
  boolean isUndecided() {
    return request.requestedEngine() == null
        && request.inputBytes() == RoutingRequest.UNKNOWN
        && rule.isEmpty()
        && fastest.isEmpty();
  }

  /** A pressing job would wait here, and not elsewhere. */
  boolean isPassedOver(EngineFacts engine) {
    return request.isPressing() && otherIsFree && engine.freeSlots() == 0;
  }

  /** What rules and past runs say about an engine. */
  List<Reason> reasons(EngineFacts engine) {
    List<Reason> reasons = new ArrayList<>();
    rule.ifPresent(
        one ->
            reasons.add(
                one.engine().equals(engine.name())
                    ? new Reason("for", words(one))
                    : new Reason(
                        "against", "A rule of the configuration prefers '" + one.engine() + "'.")));
    times.reason(engine.name(), fastest).ifPresent(reasons::add);
    return reasons;
  }

  private static String words(RoutingRules.Rule rule) {
    return rule.because().isBlank()
        ? "A rule of the configuration prefers it."
        : "A rule of the configuration prefers it: " + rule.because();
  }
}
