package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input.
 *
 * @param format {@code csv}, {@code json} (one object a line, or one array) or {@code parquet}
 * @param path a file, a folder or a glob
 * @param columns declared schema; null: inferred when the job is submitted
 * @param badRows {@code fail} (default), {@code skip} or {@code quarantine}
 * @param quarantinePath where bad rows go with {@code quarantine}
 * @param header csv: first line holds names; default true
 * @param delimiter csv: one character; default comma
 * @param quote csv: one character; default double quote, doubled inside a field
 * @param encoding csv and json: {@code UTF-8} (default, a BOM is skipped) or {@code ISO-8859-1}
 * @param nullText csv: a field with this text is NULL, quoted or not; default the empty text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InputSpec(
    String format,
    String path,
    @Nullable List<Column> columns,
    @Nullable String badRows,
    @Nullable String quarantinePath,
    @Nullable Boolean header,
    @Nullable String delimiter,
    @Nullable String quote,
    @Nullable String encoding,
    @Nullable String nullText) {
  public static InputSpec of(String format, String path) {
    return new InputSpec(format, path, null, null, null, null, null, null, null, null);
  }

  public InputSpec withColumns(@Nullable List<Column> value) {
    return new InputSpec(
        format, path, value, badRows, quarantinePath, header, delimiter, quote, encoding, nullText);
  }
}
