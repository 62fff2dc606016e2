package io.joborchestrator.console.view;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the window remembers: page, filter, columns, widths. Text by key; keys are namespaced by
 * page ("jobs.columns"). FX thread only. Every change is handed to the sink, which writes it down
 * later and elsewhere.
 */
public final class UiState {
  private final TreeMap<String, String> values;
  private final Consumer<Map<String, String>> sink;

  /**
   * @param initial what was remembered
   * @param sink receives a copy of everything after each change; must return at once
   */
  public UiState(Map<String, String> initial, Consumer<Map<String, String>> sink) {
    this.values = new TreeMap<>(initial);
    this.sink = sink;
  }

  /** Remembers nothing beyond this object: for tests. */
  public static UiState transientState() {
    return new UiState(Map.of(), copy -> {});
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The number remembered, or {@code otherwise} if there is none or it is not a number. */
  public double number(String key, double otherwise) {
    try {
      return get(key).map(Double::parseDouble).orElse(otherwise);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  public boolean flag(String key, boolean otherwise) {
    return get(key).map(Boolean::parseBoolean).orElse(otherwise);
  }

  public void put(String key, Object value) {
    String text = String.valueOf(value);
    if (!text.equals(values.put(key, text))) {
      sink.accept(Map.copyOf(values));
    }
  }

  public void remove(String key) {
    if (values.remove(key) != null) {
      sink.accept(Map.copyOf(values));
    }
  }
}
