package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** How text of an input is read. FX thread only. */
final class CsvOptions extends FormPart {
  static final List<String> ENCODINGS = List.of("UTF-8", "ISO-8859-1");
  static final List<String> DELIMITERS = List.of(",", ";", "tab", "|");

  private final BooleanProperty header = new SimpleBooleanProperty(true);
  private final StringProperty delimiter = new SimpleStringProperty(",");
  private final StringProperty quote = new SimpleStringProperty("\"");
  private final StringProperty encoding = new SimpleStringProperty("UTF-8");
  private final StringProperty nullText = new SimpleStringProperty("");

  CsvOptions() {
    watch(header, delimiter, quote, encoding, nullText);
  }

  BooleanProperty header() {
    return header;
  }

  /** One character, or the word tab. */
  StringProperty delimiter() {
    return delimiter;
  }

  StringProperty quote() {
    return quote;
  }

  StringProperty encoding() {
    return encoding;
  }

  StringProperty nullText() {
    return nullText;
  }

  void load(InputSpec spec) {
    quietly(
        () -> {
          header.set(!Boolean.FALSE.equals(spec.header()));
          String character = Objects.requireNonNullElse(spec.delimiter(), ",");
          delimiter.set("\t".equals(character) ? "tab" : character);
          quote.set(Objects.requireNonNullElse(spec.quote(), "\""));
          encoding.set(Objects.requireNonNullElse(spec.encoding(), "UTF-8"));
          nullText.set(Objects.requireNonNullElse(spec.nullText(), ""));
        });
  }

  @Nullable Boolean headerOrNull() {
    return header.get() ? null : Boolean.FALSE;
  }

  @Nullable String delimiterOrNull() {
    String word = delimiter.get();
    return unless(",", "tab".equals(word) ? "\t" : word);
  }

  @Nullable String quoteOrNull() {
    return unless("\"", quote.get());
  }

  @Nullable String encodingOrNull() {
    return unless("UTF-8", encoding.get());
  }

  @Nullable String nullTextOrNull() {
    return unless("", nullText.get());
  }

  private static @Nullable String unless(String normal, String value) {
    return normal.equals(value) ? null : value;
  }
}
