package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.RuleChange;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Filters, selections and options in the words that the functions of the database take. */
final class DeadLetterJson {
  private DeadLetterJson() {}

  static ObjectNode filter(DeadLetterFilter filter) {
    ObjectNode node = Rows.JSON.createObjectNode();
    ArrayNode states = node.putArray("states");
    filter.states().stream().map(DeadLetterState::wire).sorted().forEach(states::add);
    put(node, "groups", filter.groups(), String::valueOf);
    put(node, "reasons", filter.reasons(), DeadLetterReason::name);
    put(node, "types", filter.types(), word -> word);
    put(node, "engines", filter.engines(), word -> word);
    put(node, "queues", filter.queues(), word -> word);
    put(node, "owners", filter.owners(), word -> word);
    put(node, "codes", filter.codes(), word -> word);
    put(node, "names", filter.names(), word -> word);
    put(node, "assignees", filter.assignees(), word -> word);
    put(node, "text", filter.text());
    put(node, "since", filter.since());
    put(node, "until", filter.until());
    return node;
  }

  static ObjectNode selection(DeadLetterSelection selection) {
    ObjectNode node = Rows.JSON.createObjectNode();
    if (selection instanceof DeadLetterSelection.Entries some) {
      ArrayNode entries = node.putArray("entries");
      some.entries().forEach(entries::add);
    } else if (selection instanceof DeadLetterSelection.Matching matching) {
      node.set("filter", filter(matching.filter()));
    } else if (selection instanceof DeadLetterSelection.OfOperation earlier) {
      node.put("operation", earlier.operationNo());
    }
    return node;
  }

  static ObjectNode options(ReplayOptions options) {
    ObjectNode node = Rows.JSON.createObjectNode();
    put(node, "engine", options.engine());
    if (options.payload() != null) {
      node.set("config", options.payload());
    }
    if (options.patch() != null) {
      node.set("patch", options.patch());
    }
    node.put("canary", options.canary());
    if (options.perSecond() != null) {
      node.put("rate", options.perSecond());
    }
    if (options.stopAfter() != null) {
      node.put("stop_after", options.stopAfter());
    }
    node.put("forced", options.forced());
    put(node, "request_key", options.requestKey());
    return node;
  }

  /** A null says that there is no limit; a field that is not there stays as it is. */
  static ObjectNode rules(RuleChange change) {
    ObjectNode node = Rows.JSON.createObjectNode();
    if (change.changesRate()) {
      node.put("rate", change.perSecond());
    }
    if (change.changesStop()) {
      node.put("stop_after", change.stopAfter());
    }
    return node;
  }

  private static void put(ObjectNode node, String field, @Nullable Object value) {
    if (value != null) {
      node.put(field, value.toString());
    }
  }

  private static <T> void put(
      ObjectNode node, String field, Collection<T> values, Function<T, String> word) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(field);
      values.stream().map(word).sorted().forEach(array::add);
    }
  }
}
