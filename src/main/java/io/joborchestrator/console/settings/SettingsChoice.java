package io.joborchestrator.console.settings;

import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/**
 * One thing of a few that a person can choose.
 *
 * @param id of the row; its buttons are {@code id-choice}
 * @param hint what it means, or why it does nothing now
 * @param choices names by their ids, in order
 * @param chosen id of the one in force
 */
public record SettingsChoice(
    String id,
    String name,
    ObservableValue<String> hint,
    Map<String, String> choices,
    ObservableValue<String> chosen,
    Consumer<String> choose) {}
