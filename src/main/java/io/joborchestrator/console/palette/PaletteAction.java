package io.joborchestrator.console.palette;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something a person can do from anywhere.
 *
 * @param id stable, for the list of recent ones
 * @param title a verb first, sentence case
 * @param icon code of the icon pack
 * @param keys the short cut as shown, or the empty text
 * @param missing says what is missing, or null if it is possible now
 */
public record PaletteAction(
    String id,
    String title,
    String icon,
    String keys,
    Supplier<@Nullable String> missing,
    Runnable run) {
  public static PaletteAction of(String id, String title, String icon, String keys, Runnable run) {
    return new PaletteAction(id, title, icon, keys, () -> null, run);
  }

  public PaletteAction onlyIf(Supplier<@Nullable String> reason) {
    return new PaletteAction(id, title, icon, keys, reason, run);
  }
}
