package io.joborchestrator.console.view;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of the program, from {@code messages.properties}. Thread-safe. */
public final class Texts {
  private final ResourceBundle bundle;

  public Texts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /** The bundle for a language. */
  public static Texts load(Locale locale) {
    return new Texts(ResourceBundle.getBundle("messages", locale));
  }

  public ResourceBundle bundle() {
    return bundle;
  }

  /**
   * The text for a key, with {@code {0}}, {@code {1}} … replaced. Arguments are put in as they are:
   * format numbers and times with {@link Formats} first.
   *
   * @throws java.util.MissingResourceException if the key is unknown
   */
  public String get(String key, Object... arguments) {
    String pattern = bundle.getString(key);
    if (arguments.length == 0) {
      return pattern;
    }
    Object[] words = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      words[i] = String.valueOf(arguments[i]);
    }
    return MessageFormat.format(pattern.replace("'", "''"), words);
  }

  /** {@code key.one} for 1, else {@code key.many}, with the count as {@code {0}}. */
  public String count(String key, long count) {
    String form = count == 1 ? ".one" : ".many";
    return get(key + form, Formats.exact(count));
  }
}
